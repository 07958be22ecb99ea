def resume_points(steps):
    left = {}

    def leap(point):
        if left.get(point) == 0:
            del left[point]
            return leap(point + 1)
        return point

    point = 0
    for item, made in steps:
        left[item] = left.get(item, 1) - 1 + made
        moved = leap(point)
        if moved > point:
            point = moved
            yield point
