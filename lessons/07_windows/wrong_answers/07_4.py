"""Misconceptions about task 07.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "spans_yielded",
        believes="Writes a generator where a list is asked for",
        fails={"07.4.whole": "no-list"},
        edits=[("return spans", "return iter(spans)")],
    ),
    Wrong(
        "spans_oldest_first",
        believes="Gives the windows in the order of their starts",
        fails={"07.4.whole": "oldest-first"},
        edits=[("return spans", "return spans[::-1]")],
    ),
    Wrong(
        "spans_newest_only",
        believes="Stops at the first window that holds the time",
        fails={"07.4.whole": "one-only", "07.4.fractions": "too-few"},
        edits=[("while (number + slides) * slide + rest > time:", "if (number + slides) * slide + rest > time:")],
    ),
    Wrong(
        "spans_as_many_each",
        believes="Gives each time as many windows as overlap at most",
        fails={"07.4.whole": "over"},
    ),
    Wrong(
        "spans_with_their_ends",
        believes="Counts the end of a window as inside",
        fails={"07.4.whole": "end-included", "07.4.fractions": "outside"},
        edits=[("while (number + slides) * slide + rest > time:", "while (number + slides) * slide + rest >= time:")],
    ),
    Wrong(
        "spans_rounded",
        believes="Takes the nearest start for the newest",
        fails={"07.4.whole": "not-yet", "07.4.fractions": "outside"},
        edits=[("number = time // slide", "number = round(time / slide)")],
    ),
    Wrong(
        "spans_without_rest",
        believes="Takes every length for a multiple of the slide",
        fails={"07.4.whole": "length"},
        edits=[
            (
                """
                rest = length - slides * slide
                if abs(rest) < 1e-9 * slide:
                    rest = 0
                """,
                "",
            ),
            (
                """
                spans = []
                while (number + slides) * slide + rest > time:
                    spans.append((number * slide, (number + slides) * slide + rest))
                    number -= 1
                return spans
                """,
                "return [((number - back) * slide, (number - back + slides) * slide) for back in range(slides)]",
            ),
        ],
    ),
    Wrong(
        "spans_as_many_as_fit",
        believes="Gives each time as many windows as fit into the length",
        fails={"07.4.whole": "missing"},
        edits=[
            (
                """
                if abs(rest) < 1e-9 * slide:
                    rest = 0
                """,
                "rest = 0 if abs(rest) < 1e-9 * slide else rest",
            ),
            (
                """
                number = time // slide
                if (number + 1) * slide <= time:
                    number += 1
                spans = []
                while (number + slides) * slide + rest > time:
                    spans.append((number * slide, (number + slides) * slide + rest))
                    number -= 1
                return spans
                """,
                """
                newest = time // slide
                if (newest + 1) * slide <= time:
                    newest += 1
                numbers = [newest - back for back in range(int(length / slide + 1e-9))]
                return [(number * slide, (number + slides) * slide + rest) for number in numbers]
                """,
            ),
        ],
    ),
    Wrong(
        "spans_added_up",
        believes="Adds the length to the start",
        fails={"07.4.fractions": "two-borders"},
        edits=[
            (
                """
                slides = round(length / slide)
                rest = length - slides * slide
                if abs(rest) < 1e-9 * slide:
                    rest = 0

                def spans_at(time):
                    number = time // slide
                """,
                """
                def spans_at(time):
                    number, spans = time // slide, []
                """,
            ),
            (
                """
                spans = []
                while (number + slides) * slide + rest > time:
                    spans.append((number * slide, (number + slides) * slide + rest))
                """,
                """
                while number * slide + length > time:
                    spans.append((number * slide, number * slide + length))
                """,
            ),
        ],
    ),
    Wrong(
        "spans_of_the_quotient",
        believes="Trusts `//`",
        fails={"07.4.fractions": "two-borders"},
        edits=[
            (
                """
                if (number + 1) * slide <= time:
                    number += 1
                """,
                "",
            )
        ],
    ),
    Wrong(
        "spans_rounded_to_digits",
        believes="Rounds each border to nine digits",
        fails={"07.4.fractions": "two-borders"},
        edits=[
            (
                """
                slides = round(length / slide)
                rest = length - slides * slide
                if abs(rest) < 1e-9 * slide:
                    rest = 0
                """,
                "",
            ),
            (
                """
                number = time // slide
                if (number + 1) * slide <= time:
                    number += 1
                spans = []
                while (number + slides) * slide + rest > time:
                    spans.append((number * slide, (number + slides) * slide + rest))
                """,
                """
                number, spans = math.floor(round(time / slide, 9)), []
                while round(number * slide + length, 9) > time:
                    spans.append((round(number * slide, 9), round(number * slide + length, 9)))
                """,
            ),
        ],
    ),
]
