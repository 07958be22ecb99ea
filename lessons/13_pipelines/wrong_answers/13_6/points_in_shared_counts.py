LEFT = {}


def resume_points(steps):
    LEFT.clear()
    point = 0
    for item, made in steps:
        LEFT[item] = LEFT.get(item, 1) - 1 + made
        before = point
        while LEFT.get(point) == 0:
            del LEFT[point]
            point += 1
        if point > before:
            yield point
