def resume_points(steps):
    left, point = {}, 0
    for item, made in steps:
        left[item] = left.get(item, 1) - 1 + made
        if not left[item]:
            del left[item]
            if item >= point:
                point = item + 1
                yield point
