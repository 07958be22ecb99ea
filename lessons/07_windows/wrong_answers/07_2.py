"""Misconceptions about task 07.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "view_rounds_to_zero",
        believes="Divides, and cuts off: half a window below zero is none, and one more is one",
        fails={"07.2.inside": "short-array"},
        edits=[
            ("count = max(0, (len(rows) - size) // stride + 1)", "count = max(0, int((len(rows) - size) / stride) + 1)")
        ],
    ),
    Wrong(
        "view_counts_elements",
        believes="Takes strides for numbers of elements",
        fails={"07.2.inside": "no-bytes", "07.2.steps": "no-array"},
        edits=[("strides = (stride * rows.strides[0], *rows.strides)", "strides = (stride, 1, *rows.strides[1:])")],
    ),
    Wrong(
        "view_in_the_other_order",
        believes="Gives the step between elements first, the step between windows second",
        fails={"07.2.inside": "no-neighbours", "07.2.steps": "no-array"},
        edits=[
            (
                "strides = (stride * rows.strides[0], *rows.strides)",
                "strides = (rows.strides[0], stride * rows.strides[0], *rows.strides[1:])",
            )
        ],
    ),
    Wrong(
        "view_forgets_the_stride",
        believes="Has the right number of windows, each one element further",
        fails={"07.2.inside": "wrong-start", "07.2.steps": "no-array"},
        edits=[("strides = (stride * rows.strides[0], *rows.strides)", "strides = (rows.strides[0], *rows.strides)")],
    ),
    Wrong(
        "view_goes_outside",
        believes="Starts a window at every stride",
        fails={"07.2.inside": "outside"},
        edits=[("count = max(0, (len(rows) - size) // stride + 1)", "count = -(-len(rows) // stride)")],
    ),
    Wrong(
        "view_misses_the_last",
        believes="Forgets that the first start is 0",
        fails={"07.2.inside": "last-missing"},
        edits=[("count = max(0, (len(rows) - size) // stride + 1)", "count = max(0, (len(rows) - size) // stride)")],
    ),
    Wrong(
        "view_counts_below_zero",
        believes="Does not think of an array shorter than a window",
        fails={"07.2.inside": "raised"},
        edits=[("count = max(0, (len(rows) - size) // stride + 1)", "count = (len(rows) - size) // stride + 1")],
    ),
    Wrong(
        "view_in_the_order_of_numpy",
        believes="Leaves the axes as numpy's own function has them, with the elements of a window last",
        fails={"07.2.steps": "axes"},
        edits=[
            (
                "return as_strided(rows, shape, strides, writeable=False)",
                "return np.moveaxis(as_strided(rows, shape, strides, writeable=False), 1, -1)",
            )
        ],
    ),
    Wrong(
        "view_steps_by_eight",
        believes="Takes a number for eight bytes",
        fails={"07.2.steps": "row-steps"},
        edits=[
            (
                "strides = (stride * rows.strides[0], *rows.strides)",
                "strides = (stride * rows.strides[0], rows.strides[0], *[8] * (rows.ndim - 1))",
            )
        ],
    ),
    Wrong(
        "view_counts_numbers",
        believes="Takes the numbers of a table for its rows",
        fails={"07.2.steps": "numbers-counted"},
        edits=[
            (
                "count = max(0, (len(rows) - size) // stride + 1)",
                "count = max(0, (rows.size - size) // stride + 1)",
            )
        ],
    ),
    Wrong(
        "view_knows_tables_alone",
        believes="Adds one axis, for the columns of a table",
        fails={"07.2.steps": "one-axis-more"},
        edits=[
            ("shape = (count, size, *rows.shape[1:])", "shape = (count, size, *rows.shape[1:2])"),
            (
                "strides = (stride * rows.strides[0], *rows.strides)",
                "strides = (stride * rows.strides[0], *rows.strides[:2])",
            ),
        ],
    ),
    Wrong(
        "view_has_two_axes",
        believes="Shows the first number of each row",
        fails={"07.2.steps": "rows-flattened"},
        edits=[
            (
                "return as_strided(rows, shape, strides, writeable=False)",
                "return as_strided(rows, shape[:2], strides[:2], writeable=False)",
            )
        ],
    ),
    Wrong(
        "view_takes_neighbours",
        believes="Takes for granted that elements lie side by side",
        fails={"07.2.steps": "itemsize"},
        edits=[
            (
                "strides = (stride * rows.strides[0], *rows.strides)",
                "strides = (stride * rows.itemsize, rows.itemsize, *rows.strides[1:])",
            )
        ],
    ),
    Wrong(
        "view_goes_forward",
        believes="Takes a step for a distance",
        fails={"07.2.steps": "other-strides"},
        edits=[
            (
                "strides = (stride * rows.strides[0], *rows.strides)",
                "strides = (stride * abs(rows.strides[0]), abs(rows.strides[0]), *rows.strides[1:])",
            )
        ],
    ),
    Wrong(
        "view_copies",
        believes="Picks every window's elements with an array of indices",
        fails={"07.2.view": "copied"},
        edits=[
            (
                "return as_strided(rows, shape, strides, writeable=False)",
                "return rows[stride * np.arange(count)[:, None] + np.arange(size)]",
            )
        ],
    ),
    Wrong(
        "view_of_a_contiguous_copy",
        believes="Wants the elements side by side, and copies those that are not",
        fails={"07.2.view": "copied"},
        edits=[
            (
                "shape = (count, size, *rows.shape[1:])",
                """
                shape = (count, size, *rows.shape[1:])
                rows = np.ascontiguousarray(rows)
                """,
            )
        ],
    ),
    Wrong(
        "view_copies_tables",
        believes="Copies rows of several numbers",
        fails={"07.2.view": "copied"},
        edits=[
            (
                "count = max(0, (len(rows) - size) // stride + 1)",
                """
                rows = rows.copy() if rows.ndim > 1 else rows
                count = max(0, (len(rows) - size) // stride + 1)
                """,
            ),
        ],
    ),
    Wrong(
        "view_can_be_written",
        believes="Leaves the view open for assignment",
        fails={"07.2.view": "writable"},
        edits=[("return as_strided(rows, shape, strides, writeable=False)", "return as_strided(rows, shape, strides)")],
    ),
    Wrong(
        "view_locks_the_array",
        believes="Locks what was given, so that the view is locked too",
        fails={"07.2.view": "locked"},
        edits=[
            (
                "return as_strided(rows, shape, strides, writeable=False)",
                """
                rows.flags.writeable = False
                return as_strided(rows, shape, strides)
                """,
            )
        ],
    ),
]
