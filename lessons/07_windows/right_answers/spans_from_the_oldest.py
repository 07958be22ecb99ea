"""Counts up to the newest window, and turns the list round."""

TASK = "07.4"


def aligned_spans(length, slide):
    whole, rest = divmod(length, slide)
    if slide - rest < 1e-9 * slide:
        whole, rest = whole + 1, 0
    elif rest < 1e-9 * slide:
        rest = 0
    whole = int(whole)

    def spans_at(time):
        number = int(time // slide) - whole - 2
        spans = []
        while number * slide <= time:
            end = (number + whole) * slide + rest
            if end > time:
                spans.insert(0, (number * slide, end))
            number += 1
        return spans

    return spans_at
