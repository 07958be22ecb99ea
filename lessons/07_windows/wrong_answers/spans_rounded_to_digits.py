"""Rounds each border to nine digits."""

TASK, FAILS, CAUSE = "07.4", {"07.4.fractions"}, "two-borders"


def aligned_spans(length, slide):
    def spans_at(time):
        number, spans = math.floor(round(time / slide, 9)), []
        while round(number * slide + length, 9) > time:
            spans.append((round(number * slide, 9), round(number * slide + length, 9)))
            number -= 1
        return spans

    return spans_at
