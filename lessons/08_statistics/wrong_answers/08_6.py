"""Misconceptions about task 08.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "moved_always_straight",
        believes="Goes straight to the neighbour ahead",
        fails={"08.6.parabola": "straight"},
        edits=[("if heights[marker - 1] < on_parabola < heights[marker + 1]:", "if False:")],
    ),
    Wrong(
        "moved_upwards_only",
        believes="Leaves out the step in the weights",
        fails={"08.6.parabola": "one-way"},
        edits=[
            (
                "on_parabola = height + step * ((below + step) * rise + (above - step) * fall) / (below + above)",
                "on_parabola = height + step * ((below + 1) * rise + (above - 1) * fall) / (below + above)",
            )
        ],
    ),
    Wrong(
        "moved_weights_swapped",
        believes="Gives each slope the weight of the other",
        fails={"08.6.parabola": "weights-swapped"},
        edits=[
            (
                "on_parabola = height + step * ((below + step) * rise + (above - step) * fall) / (below + above)",
                "on_parabola = height + step * ((above - step) * rise + (below + step) * fall) / (below + above)",
            )
        ],
    ),
    Wrong(
        "moved_along_the_tangent",
        believes="Takes the slope at the marker for that of the step",
        fails={"08.6.parabola": "tangent"},
        edits=[
            (
                "on_parabola = height + step * ((below + step) * rise + (above - step) * fall) / (below + above)",
                "on_parabola = height + step * (below * rise + above * fall) / (below + above)",
            )
        ],
    ),
    Wrong(
        "moved_rounds_down",
        believes="Takes `//` for `/`",
        fails={"08.6.parabola": "floor"},
        edits=[
            (
                "on_parabola = height + step * ((below + step) * rise + (above - step) * fall) / (below + above)",
                "on_parabola = height + step * ((below + step) * rise + (above - step) * fall) // (below + above)",
            )
        ],
    ),
    Wrong(
        "moved_always_curved",
        believes="Trusts the parabola everywhere",
        fails={"08.6.straight": "bulges"},
        edits=[("if heights[marker - 1] < on_parabola < heights[marker + 1]:", "if True:")],
    ),
    Wrong(
        "moved_clamped",
        believes="Stops at the neighbour's height",
        fails={"08.6.straight": "clamped"},
        edits=[
            ("return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)", "return heights[marker + step]")
        ],
    ),
    Wrong(
        "moved_to_the_wrong_side",
        believes="Mixes up the two slopes",
        fails={"08.6.straight": "wrong-side"},
        edits=[
            (
                "return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)",
                "return height + step * (fall if step > 0 else rise)",
            )
        ],
    ),
    Wrong(
        "moved_along_the_chord",
        believes="Takes the line from one neighbour to the other",
        fails={"08.6.straight": "chord"},
        edits=[
            (
                "return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)",
                "return height + step * (heights[marker + 1] - heights[marker - 1]) / (below + above)",
            )
        ],
    ),
    Wrong(
        "moved_touches",
        believes="Allows a marker to reach its neighbour's height",
        fails={"08.6.straight": "touches"},
        edits=[
            (
                "if heights[marker - 1] < on_parabola < heights[marker + 1]:",
                "if heights[marker - 1] <= on_parabola <= heights[marker + 1]:",
            )
        ],
    ),
    Wrong(
        "moved_up_only",
        believes="Adds the slope, whichever way the marker goes",
        fails={"08.6.straight": "upwards"},
        edits=[
            (
                "return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)",
                "return height + (rise if step > 0 else fall)",
            )
        ],
    ),
    Wrong(
        "moved_half_way",
        believes="Stops half way to the neighbour",
        fails={"08.6.straight": "half-way"},
        edits=[
            (
                "return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)",
                "return (height + heights[marker + step]) / 2",
            )
        ],
    ),
]
