"""Tries all starts around the time."""

TASK = "07.4"


def aligned_spans(length, slide):
    overlap = round(length / slide)
    left_over = length - overlap * slide
    if math.isclose(overlap * slide, length, rel_tol=1e-9):
        left_over = 0

    def spans_at(time):
        about = int(time / slide)
        tried = range(about + 2, about - overlap - 3, -1)
        spans = ((number * slide, (number + overlap) * slide + left_over) for number in tried)
        return [(start, end) for start, end in spans if start <= time < end]

    return spans_at
