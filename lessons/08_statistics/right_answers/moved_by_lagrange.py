"""Lagrange's form of the parabola."""

TASK = "08.6"


def moved(heights, ranks, marker, step):
    new = ranks[marker] + step
    (a, b, c), (x, y, z) = ranks[marker - 1 : marker + 2], heights[marker - 1 : marker + 2]
    height = (
        x * (new - b) * (new - c) / ((a - b) * (a - c))
        + y * (new - a) * (new - c) / ((b - a) * (b - c))
        + z * (new - a) * (new - b) / ((c - a) * (c - b))
    )
    if height <= x or height >= z:
        ahead = marker + step
        height = y + step * (heights[ahead] - y) / (ranks[ahead] - ranks[marker])
    return height
