best = {}


def items_done(stages):
    stages = list(stages)
    done, made = 0.0, None
    for counts in stages:
        if made is None:
            done = counts.finished
        elif made:
            done *= counts.finished / made
        made = counts.out
    key = len(stages)
    best[key] = max(done, best.get(key, 0))
    return best[key]
