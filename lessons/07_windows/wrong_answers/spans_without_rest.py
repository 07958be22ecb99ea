"""Takes every length for a multiple of the slide."""

TASK, FAILS, CAUSE = "07.4", {"07.4.whole"}, "length"


def aligned_spans(length, slide):
    slides = round(length / slide)

    def spans_at(time):
        number = time // slide
        if (number + 1) * slide <= time:
            number += 1
        return [((number - back) * slide, (number - back + slides) * slide) for back in range(slides)]

    return spans_at
