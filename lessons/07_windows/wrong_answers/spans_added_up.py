"""Adds the length to the start."""

TASK, FAILS, CAUSE = "07.4", {"07.4.fractions"}, "two-borders"


def aligned_spans(length, slide):
    def spans_at(time):
        number, spans = time // slide, []
        if (number + 1) * slide <= time:
            number += 1
        while number * slide + length > time:
            spans.append((number * slide, number * slide + length))
            number -= 1
        return spans

    return spans_at
