"""Misconceptions about task 13.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_adds_a_number",
        believes="Gives the calls as a sixth number",
        fails={"13.1.stats": "not-five"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 5, 0, 2, 3, 10),")],
    ),
    Wrong(
        "trace_changes_the_front",
        believes="The empty row went on",
        fails={"13.1.stats": "given"},
        edits=[("(5, 7, 1, 0, 0),  # tails", "(5, 7, 0, 0, 0),")],
    ),
    Wrong(
        "trace_drops_what_fails",
        believes="Takes what failed for dropped",
        fails={"13.1.stats": "skipped-is-dropped"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 5, 2, 0, 3),")],
    ),
    Wrong(
        "trace_skips_tail_once",
        believes="A tail number which occurs twice is one item",
        fails={"13.1.stats": "values-skipped"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 6, 0, 1, 2),")],
    ),
    Wrong(
        "trace_gives_the_busy_up",
        believes="Takes the plane for lost that the registry was busy for",
        fails={"13.1.stats": "busy-skipped"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 4, 0, 3, 3),")],
    ),
    Wrong(
        "trace_counts_failures",
        believes="Counts each call that failed as retried",
        fails={"13.1.stats": "failures-counted"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 5, 0, 2, 5),")],
    ),
    Wrong(
        "trace_retries_tail_once",
        believes="Counts a tail number that occurs twice as one retry",
        fails={"13.1.stats": "retries-missed"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 5, 0, 2, 2),")],
    ),
    Wrong(
        "trace_retries_the_busy_alone",
        believes="A KeyError is not tried again",
        fails={"13.1.stats": "retries-missed"},
        edits=[("(7, 5, 0, 2, 3),  # seats", "(7, 5, 0, 2, 1),")],
    ),
    Wrong(
        "trace_counts_batches",
        believes="Counts one item for each batch",
        fails={"13.1.stats": "batches-counted"},
        edits=[("(5, 1, 2, 0, 0),  # total", "(2, 1, 1, 0, 0),")],
    ),
    Wrong(
        "trace_runs_the_rest",
        believes="Has the last batch run, however small it is",
        fails={"13.1.stats": "rest-runs"},
        edits=[("(5, 1, 2, 0, 0),  # total", "(5, 2, 0, 0, 0),")],
    ),
    Wrong(
        "trace_counts_what_was_summed",
        believes="Takes a batch's items for what comes out",
        fails={"13.1.stats": "sums-counted"},
        edits=[("(5, 1, 2, 0, 0),  # total", "(5, 3, 2, 0, 0),")],
    ),
    Wrong(
        "trace_drops_one_batch",
        believes="Counts the rest as one",
        fails={"13.1.stats": "rest-lost"},
        edits=[("(5, 1, 2, 0, 0),  # total", "(5, 1, 1, 0, 0),")],
    ),
    Wrong(
        "trace_skips_the_rest",
        believes="Takes the rest for skipped",
        fails={"13.1.stats": "rest-lost"},
        edits=[("(5, 1, 2, 0, 0),  # total", "(5, 1, 0, 2, 0),")],
    ),
    Wrong(
        "trace_sums_in_and_out",
        believes="Adds up what came into each stage",
        fails={"13.1.stats": "summed"},
        edits=[("(5, 1, 3, 2, 3),  # the whole run", "(17, 13, 3, 2, 3),")],
    ),
    Wrong(
        "trace_run_is_the_last_stage",
        believes="Takes what the last stage dropped for what the run did",
        fails={"13.1.stats": "not-summed"},
        edits=[("(5, 1, 3, 2, 3),  # the whole run", "(5, 1, 2, 2, 3),")],
    ),
    Wrong(
        "trace_leaves_out_the_run",
        believes="Stops after the stages",
        fails={"13.1.stats": "stops"},
        edits=[("(5, 1, 3, 2, 3),  # the whole run", "")],
    ),
    Wrong(
        "trace_has_a_row_more",
        believes="Adds a row that nobody asked for",
        fails={"13.1.stats": "goes-on"},
        edits=[("(5, 1, 3, 2, 3),  # the whole run", "(5, 1, 3, 2, 3), (5, 1, 3, 2, 3),")],
    ),
]
