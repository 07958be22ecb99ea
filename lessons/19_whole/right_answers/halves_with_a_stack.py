"""Keeps the pieces that are still to be handled on a stack."""

TASK = "19.2"


def by_halves(batch, handle, failed):
    results, pieces = [], [batch] if batch else []
    while pieces:
        piece = pieces.pop()
        try:
            results.extend(tuple(handle(piece)))
        except Exception as error:
            if len(piece) == 1:
                results.append(failed(piece[0], error))
            else:
                middle = (len(piece) + 1) // 2
                pieces += [piece[middle:], piece[:middle]]
    return results
