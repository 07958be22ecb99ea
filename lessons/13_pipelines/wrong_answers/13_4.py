"""Misconceptions about task 13.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "done_counts_the_front",
        believes="Shows what the stage in front is done with",
        fails={"13.4.share": "front-only", "13.4.nothing": None},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                    if made is None:
                        done = counts.finished
                    elif made:
                        done *= counts.finished / made
                    made = counts.out
                return done
                """,
                "return next((stage.finished for stage in stages), 0)",
            )
        ],
    ),
    Wrong(
        "done_counts_results",
        believes="Shows how many results came out at the end",
        fails={"13.4.share": "results", "13.4.nothing": "none-done"},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                    if made is None:
                        done = counts.finished
                    elif made:
                        done *= counts.finished / made
                    made = counts.out
                return done
                """,
                "return [0, *(stage.out for stage in stages)][-1]",
            )
        ],
    ),
    Wrong(
        "done_counts_the_last",
        believes="Shows what the last stage is done with",
        fails={"13.4.share": "last-finished", "13.4.nothing": "none-done"},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                    if made is None:
                        done = counts.finished
                    elif made:
                        done *= counts.finished / made
                    made = counts.out
                return done
                """,
                "return [0, *(stage.finished for stage in stages)][-1]",
            )
        ],
    ),
    Wrong(
        "done_divides_by_own_out",
        believes="Divides what a stage has finished by what it has made itself",
        fails={"13.4.share": "own-out", "13.4.nothing": None},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                    if made is None:
                        done = counts.finished
                    elif made:
                        done *= counts.finished / made
                    made = counts.out
                return done
                """,
                """
                done = None
                for stage in stages:
                    if done is None:
                        done = stage.finished
                    elif stage.out:
                        done *= stage.finished / stage.out
                return done or 0
                """,
            )
        ],
    ),
    Wrong(
        "done_is_a_share",
        believes="Begins with one item, not with those that are finished",
        fails={"13.4.share": "share-alone", "13.4.nothing": "begins-at-one"},
        edits=[("done = counts.finished", "done = 1.0")],
    ),
    Wrong(
        "done_upside_down",
        believes="Divides what was made by what is through",
        fails={"13.4.share": "upside-down", "13.4.nothing": "all-done"},
        edits=[("done *= counts.finished / made", "done *= made / (counts.finished or made)")],
    ),
    Wrong(
        "done_cuts_shares_off",
        believes="Divides whole numbers",
        fails={"13.4.share": "whole-shares"},
        edits=[("done *= counts.finished / made", "done *= counts.finished // made")],
    ),
    Wrong(
        "done_cuts_off",
        believes="Counts whole items",
        fails={"13.4.share": "whole-items"},
        edits=[("done *= counts.finished / made", "done = done * counts.finished // made")],
    ),
    Wrong(
        "done_in_tenths",
        believes="Rounds for the bar",
        fails={"13.4.share": "whole-items"},
        edits=[("return done", "return round(done, 1)")],
    ),
    Wrong(
        "done_in_hundredths",
        believes="Cuts each share off behind two places",
        fails={"13.4.share": "whole-items"},
        edits=[
            ("done *= counts.finished / made", "done *= (100 * counts.finished // made) / 100"),
        ],
    ),
    Wrong(
        "done_empties_the_list",
        believes="Takes stage after stage off the list",
        fails={"13.4.share": "used-up"},
        edits=[
            (
                "for counts in stages:",
                """
            while stages:
                counts = stages.pop(0)
            """,
            ),
        ],
    ),
    Wrong(
        "done_never_goes_back",
        believes="Keeps the bar where it was when less is done than before",
        fails={"13.4.share": "remembers", "13.4.nothing": None},
    ),
    Wrong(
        "done_first_and_last",
        believes="Compares the last stage with the one in front, and leaves out those between",
        fails={"13.4.share": "not-neighbours", "13.4.nothing": "none-done"},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                    if made is None:
                        done = counts.finished
                    elif made:
                        done *= counts.finished / made
                    made = counts.out
                return done
                """,
                """
                stages = list(stages)
                if len(stages) < 2:
                    return sum(stage.finished for stage in stages)
                first, last = stages[0], stages[-1]
                return first.finished * last.finished / first.out if first.out else 0
                """,
            )
        ],
    ),
    Wrong(
        "done_of_three",
        believes="Looks at three stages",
        fails={"13.4.share": "three-alone"},
        edits=[
            ("for counts in stages:", "for counts in stages[:3]:"),
        ],
    ),
    Wrong(
        "done_none_if_nothing_made",
        believes="Takes a share of nothing to be nothing",
        fails={"13.4.nothing": "none-done"},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                """,
                """
                done, made = 0, None
                for stage in stages:
                """,
            ),
            (
                """
                    done = counts.finished
                elif made:
                    done *= counts.finished / made
                made = counts.out
                """,
                """
                    done = stage.finished
                else:
                    done *= stage.finished / made if made else 0
                made = stage.out
                """,
            ),
        ],
    ),
    Wrong(
        "done_begins_at_one",
        believes="Begins a product with 1, also where there is no factor",
        fails={"13.4.nothing": "begins-at-one"},
        edits=[
            (
                """
                done, made = 0.0, None
                for counts in stages:
                    if made is None:
                        done = counts.finished
                    elif made:
                        done *= counts.finished / made
                    made = counts.out
                """,
                """
                done, made = 1.0, 1
                for stage in stages:
                    if made:
                        done *= stage.finished / made
                    made = stage.out
                """,
            )
        ],
    ),
    Wrong(
        "done_avoids_nought",
        believes="Puts a 1 in the place of each 0",
        fails={"13.4.nothing": "all-done"},
        edits=[("done *= counts.finished / made", "done *= (counts.finished or 1) / made")],
    ),
    Wrong(
        "done_from_two_on",
        believes="Takes one value for none",
        fails={"13.4.nothing": "all-done"},
        edits=[
            ("elif made:", "elif made > 1:"),
        ],
    ),
    Wrong(
        "done_divides_by_zero",
        believes="Expects every stage to make something",
        fails={"13.4.nothing": "raised"},
        edits=[("elif made:", "else:")],
    ),
]
