"""Keeps sessions in order, and replaces a stretch of them."""

TASK = "07.5"


def closed_sessions(items, gap, timestamp, lateness, on_late):
    held, watermark = [], -math.inf
    for arrival, item in enumerate(items):
        time = timestamp(item)
        first = sum(session[1] <= time for session in held)
        last = sum(session[0] < time + gap for session in held)
        if first == last and time + gap <= watermark:
            on_late(item)
            continue
        joined = [*held[first:last], (time, time + gap, {arrival: item})]
        members = {}
        for _, _, theirs in joined:
            members.update(theirs)
        start, end = min(session[0] for session in joined), max(session[1] for session in joined)
        held[first:last] = [(start, end, members)]
        watermark = max(watermark, time - lateness)
        while held and held[0][1] <= watermark:
            start, end, members = held.pop(0)
            yield Window(start, end, [members[number] for number in sorted(members)])
    for start, end, members in held:
        yield Window(start, end, [members[number] for number in sorted(members)])
