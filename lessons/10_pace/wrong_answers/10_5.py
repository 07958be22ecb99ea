"""Misconceptions about task 10.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "measure_from_zero",
        believes="Takes moment 0 for the beginning",
        fails={"10.5.law": "from-zero"},
        edits=[("rate, seconds = count / (last - first), busy / count", "rate, seconds = count / last, busy / count")],
    ),
    Wrong(
        "measure_to_last_begun",
        believes="Takes the last request for the last to end",
        fails={"10.5.law": "last-begun"},
        edits=[("first, last = min(first, began), max(last, ended)", "first, last = min(first, began), ended")],
    ),
    Wrong(
        "measure_beginnings",
        believes="Measures from beginning to beginning",
        fails={"10.5.law": "beginnings"},
        edits=[("first, last = min(first, began), max(last, ended)", "first, last = min(first, began), began")],
    ),
    Wrong(
        "measure_busy_time",
        believes="Divides by the seconds of all requests",
        fails={"10.5.law": "busy-time"},
        edits=[("rate, seconds = count / (last - first), busy / count", "rate, seconds = count / busy, busy / count")],
    ),
    Wrong(
        "measure_gaps",
        believes="Counts from one beginning to the next",
        fails={"10.5.law": "gaps"},
        edits=[
            (
                "rate, seconds = count / (last - first), busy / count",
                "rate, seconds = (count - 1) / (last - first), busy / count",
            )
        ],
    ),
    Wrong(
        "measure_leaves_out_the_first",
        believes="Takes the first request for the beginning alone",
        fails={"10.5.law": "gaps"},
    ),
    Wrong(
        "measure_shares_the_span",
        believes="Shares the whole time among the requests",
        fails={"10.5.law": "span-shared"},
        edits=[
            (
                "rate, seconds = count / (last - first), busy / count",
                "rate, seconds = count / (last - first), (last - first) / count",
            )
        ],
    ),
    Wrong(
        "measure_has_no_moment_zero",
        believes="Takes a first beginning of 0 for none",
        fails={"10.5.law": "zero-lost"},
        edits=[
            (
                "first, last = min(first, began), max(last, ended)",
                "first, last = began if first in (0, inf) else first, max(last, ended)",
            )
        ],
    ),
    Wrong(
        "measure_peak",
        believes="Takes the most for the average",
        fails={"10.5.law": "peak", "10.5.held": None},
    ),
    Wrong(
        "measure_as_seen_by_guests",
        believes="Averages what each request finds",
        fails={"10.5.law": "as-seen-by-guests", "10.5.held": "under-way"},
    ),
    Wrong(
        "measure_divides",
        believes="Divides where the law multiplies",
        fails={"10.5.law": "no-product"},
        edits=[("return rate, seconds, rate * seconds", "return rate, seconds, rate / seconds")],
    ),
    Wrong(
        "measure_time_first",
        believes="Returns the time first",
        fails={"10.5.law": "swapped"},
        edits=[
            (
                """
                count += 1
                busy += ended - began
                """,
                "count, busy = count + 1, busy + ended - began",
            ),
            (
                """
                    rate, seconds = count / (last - first), busy / count
                    return rate, seconds, rate * seconds


                places = 7  # the first n for which measure(requests(n))[0] >= 7.9: of 6 it is 7.79
                """,
                """
                    return busy / count, count / (last - first), busy / (last - first)


                places = 7
                """,
            ),
        ],
    ),
    Wrong(
        "measure_goes_on",
        believes="Keeps its sums outside",
        fails={"10.5.law": "two-calls"},
    ),
    Wrong(
        "measure_goes_twice",
        believes="Has a loop for each sum",
        fails={"10.5.law": "second-pass"},
    ),
    Wrong(
        "measure_keeps_all",
        believes="Needs all pairs, to take the greatest end",
        fails={"10.5.held": "grows"},
    ),
    Wrong(
        "places_by_the_law",
        believes="Multiplies 8 a second by half a second",
        fails={"10.5.places": "law-alone"},
        edits=[("places = 7  # the first n for which measure(requests(n))[0] >= 7.9: of 6 it is 7.79", "places = 4")],
    ),
    Wrong(
        "places_one_more_than_the_law",
        believes="Adds one to be safe",
        fails={"10.5.places": "law-alone"},
        edits=[("places = 7  # the first n for which measure(requests(n))[0] >= 7.9: of 6 it is 7.79", "places = 5")],
    ),
    Wrong(
        "places_too_few",
        believes="Takes half a second to mean two places",
        fails={"10.5.places": "too-few"},
        edits=[("places = 7  # the first n for which measure(requests(n))[0] >= 7.9: of 6 it is 7.79", "places = 2")],
    ),
    Wrong(
        "places_too_many",
        believes="Takes as many as do no harm",
        fails={"10.5.places": "too-many"},
        edits=[("places = 7  # the first n for which measure(requests(n))[0] >= 7.9: of 6 it is 7.79", "places = 20")],
    ),
]
