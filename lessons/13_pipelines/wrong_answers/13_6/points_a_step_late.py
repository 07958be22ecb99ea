def resume_points(steps):
    left, point, told = {}, 0, 0
    for item, made in steps:
        if point > told:
            told = point
            yield point
        left[item] = left.get(item, 1) - 1 + made
        while left.get(point) == 0:
            del left[point]
            point += 1
    if point > told:
        yield point
