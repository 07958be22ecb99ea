"""Cuts the batch by numbers, and fills in results at their places."""

TASK = "19.2"


def by_halves(batch, handle, failed):
    found = {}

    def look(start, stop):
        part = batch[start:stop]
        try:
            found.update(zip(range(start, stop), list(handle(part)), strict=True))
        except Exception as error:
            if stop - start > 1:
                look(start, (start + stop) // 2)
                look((start + stop) // 2, stop)
            else:
                found[start] = failed(batch[start], error)

    if len(batch) > 0:
        look(0, len(batch))
    return [found[number] for number in sorted(found)]
