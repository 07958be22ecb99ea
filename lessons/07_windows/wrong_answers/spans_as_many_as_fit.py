"""Gives each time as many windows as fit into the length."""

TASK, FAILS, CAUSE = "07.4", {"07.4.whole"}, "missing"


def aligned_spans(length, slide):
    slides = round(length / slide)
    rest = length - slides * slide
    rest = 0 if abs(rest) < 1e-9 * slide else rest

    def spans_at(time):
        newest = time // slide
        if (newest + 1) * slide <= time:
            newest += 1
        numbers = [newest - back for back in range(int(length / slide + 1e-9))]
        return [(number * slide, (number + slides) * slide + rest) for number in numbers]

    return spans_at
