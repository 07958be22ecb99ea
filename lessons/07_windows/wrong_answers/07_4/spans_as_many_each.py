def aligned_spans(length, slide):
    slides = -int(-(length - 1e-9 * slide) // slide)
    rest = length - round(length / slide) * slide
    rest = 0 if abs(rest) < 1e-9 * slide else rest

    def spans_at(time):
        newest = time // slide
        if (newest + 1) * slide <= time:
            newest += 1
        numbers = [newest - back for back in range(slides)]
        return [(number * slide, (number + round(length / slide)) * slide + rest) for number in numbers]

    return spans_at
