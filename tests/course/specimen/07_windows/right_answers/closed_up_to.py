"""Remembers up to where windows have closed, and compares with that."""

TASK = "07.3"


def time_windows(items, length, slide=None, *, timestamp, lateness=0, on_late=None):
    def group(time):
        return math.floor(time / length)

    groups, closed_up_to = {}, -math.inf
    for item in items:
        number = group(timestamp(item))
        if number < closed_up_to:
            (on_late or id)(item)
        else:
            groups.setdefault(number, []).append(item)
            closed_up_to = max(closed_up_to, group(timestamp(item) - lateness))
            for number in sorted(groups):
                if number >= closed_up_to:
                    break
                yield Window(number * length, number * length + length, groups.pop(number))
    for number, members in sorted(groups.items()):
        yield Window(number * length, number * length + length, members)
