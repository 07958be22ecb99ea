"""Misconceptions about task 14.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "plan_nothing",
        believes="Returns where it should yield",
        fails={"14.3.blocks": "nothing", "14.3.bytes": "nothing", "14.3.looks": "too-few"},
    ),
    Wrong(
        "plan_empty_end",
        believes="Ends with a partition that has no block",
        fails={"14.3.blocks": "empty", "14.3.bytes": None},
        edits=[
            ("while first < count:", "while first <= count:"),
            ("last = max(fitting, first + 1)", "last = min(max(fitting, first + 1), count)"),
            ("first = last", "first = last if last > first else count + 1"),
        ],
    ),
    Wrong(
        "plan_full_only",
        believes="Yields full partitions alone",
        fails={"14.3.blocks": "rest-lost", "14.3.bytes": None},
        edits=[
            ("while first < count:", "while first + max_blocks <= count:"),
        ],
    ),
    Wrong(
        "plan_one_more_block",
        believes="Takes a block more",
        fails={"14.3.blocks": "all-in-one", "14.3.bytes": None},
        edits=[
            ("most = min(first + max_blocks, count)", "most = min(first + max_blocks + 1, count)"),
        ],
    ),
    Wrong(
        "plan_end_is_begin",
        believes="Ends a partition where its last block begins",
        fails={"14.3.blocks": "offsets", "14.3.bytes": "offsets"},
        edits=[
            (
                "yield BlockRange(first, last, bounds[first], bounds[last])",
                "yield BlockRange(first, last, bounds[first], bounds[last - 1])",
            ),
        ],
    ),
    Wrong(
        "plan_from_zero_offsets",
        believes="Counts offsets from the first block",
        fails={"14.3.blocks": "offsets", "14.3.bytes": "offsets"},
        edits=[
            (
                "yield BlockRange(first, last, bounds[first], bounds[last])",
                "yield BlockRange(first, last, bounds[first] - bounds[0], bounds[last] - bounds[0])",
            ),
        ],
    ),
    Wrong(
        "plan_one_less_block",
        believes="Takes a block less",
        fails={"14.3.blocks": "too-few", "14.3.bytes": None},
        edits=[
            ("most = min(first + max_blocks, count)", "most = max(min(first + max_blocks - 1, count), first + 1)"),
        ],
    ),
    Wrong(
        "plan_one_block_each",
        believes="Believes that `last` belongs to the partition",
        fails={"14.3.blocks": "too-few", "14.3.bytes": None, "14.3.looks": "others"},
        edits=[
            ("last = max(fitting, first + 1)", "last = first + 1"),
        ],
    ),
    Wrong(
        "plan_shared",
        believes="Keeps its place in an attribute of the function",
        fails={"14.3.blocks": "shared"},
    ),
    Wrong(
        "plan_leaves_the_last_alone",
        believes="Leaves the last block to a partition of its own",
        fails={"14.3.blocks": None, "14.3.bytes": "last-alone"},
        edits=[
            ("most = min(first + max_blocks, count)", "most = min(first + max_blocks, max(count - 1, first + 1))"),
        ],
    ),
    Wrong(
        "plan_stands_still",
        believes="Does not think of a large block",
        fails={"14.3.bytes": "stands-still"},
        edits=[
            ("last = max(fitting, first + 1)", "last = fitting"),
        ],
    ),
    Wrong(
        "plan_drops_large",
        believes="Leaves out what is too large",
        fails={"14.3.bytes": "dropped"},
        edits=[
            (
                "last = max(fitting, first + 1)",
                """
                if fitting == first:
                    first += 1
                    continue
                last = fitting
                """,
            ),
        ],
    ),
    Wrong(
        "plan_no_bound_on_bytes",
        believes="Counts blocks alone",
        fails={"14.3.bytes": "no-bound", "14.3.looks": "others"},
        edits=[
            ("last = max(fitting, first + 1)", "last = most"),
        ],
    ),
    Wrong(
        "plan_goes_over",
        believes="Ends after the block that is too much",
        fails={"14.3.bytes": "no-bound", "14.3.looks": "others"},
        edits=[
            ("last = max(fitting, first + 1)", "last = min(fitting + 1, most)"),
        ],
    ),
    Wrong(
        "plan_below",
        believes="Takes at most for less than",
        fails={"14.3.bytes": "not-full", "14.3.looks": "others"},
        edits=[
            (
                "fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1",
                "fitting = bisect_right(bounds, bounds[first] + max_bytes - 1, first, most + 1) - 1",
            ),
        ],
    ),
    Wrong(
        "plan_from_the_start",
        believes="Counts bytes from the first block",
        fails={"14.3.bytes": "from-the-start", "14.3.looks": "others"},
        edits=[
            (
                "fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1",
                "fitting = bisect_right(bounds, bounds[0] + max_bytes, first, most + 1) - 1",
            ),
        ],
    ),
    Wrong(
        "plan_from_zero",
        believes="Counts bytes from 0",
        fails={"14.3.bytes": "from-zero", "14.3.looks": "others"},
        edits=[
            (
                "fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1",
                "fitting = bisect_right(bounds, (bounds[first] - bounds[0]) + max_bytes, first, most + 1) - 1",
            ),
        ],
    ),
    Wrong(
        "plan_reads_all",
        believes="Makes a list of all offsets",
        fails={"14.3.looks": "all-read"},
        edits=[
            (
                "first, count = 0, len(bounds) - 1",
                """
                bounds = list(bounds)
                first, count = 0, len(bounds) - 1
                """,
            ),
        ],
    ),
    Wrong(
        "plan_one_by_one",
        believes="Tries block after block",
        fails={"14.3.looks": "one-by-one"},
        edits=[
            (
                "fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1",
                """
                fitting = first
                while fitting < most and bounds[fitting + 1] <= bounds[first] + max_bytes:
                    fitting += 1
                """,
            ),
        ],
    ),
    Wrong(
        "plan_in_a_list",
        believes="Plans all partitions first",
        fails={"14.3.looks": "all-planned"},
    ),
]
