def resume_points(steps):
    left, done = {}, 0
    for item, made in steps:
        left[item] = left.get(item, 1) - 1 + made
        if not left[item]:
            del left[item]
            done += 1
            yield done
