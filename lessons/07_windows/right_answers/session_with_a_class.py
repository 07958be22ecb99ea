"""Has a class for sessions, and compares all with all."""

TASK = "07.5"


class Open:
    def __init__(self, start, end, members):
        self.start, self.end, self.members = start, end, members

    def window(self):
        self.members.sort(key=lambda pair: pair[0])
        return Window(self.start, self.end, [item for _, item in self.members])


def closed_sessions(items, gap, timestamp, lateness, on_late):
    sessions, newest, came = set(), -math.inf, 0
    for item in items:
        came += 1
        time = timestamp(item)
        joined = Open(time, time + gap, [(came, item)])
        near = {session for session in sessions if session.start < time + gap and time < session.end}
        if not near and time + gap <= newest - lateness:
            on_late(item)
            continue
        for session in near:
            joined.start, joined.end = min(joined.start, session.start), max(joined.end, session.end)
            joined.members += session.members
        sessions = sessions - near | {joined}
        newest = max(newest, time)
        for session in sorted(sessions, key=lambda session: session.start):
            if session.end <= newest - lateness:
                sessions.discard(session)
                yield session.window()
    yield from (session.window() for session in sorted(sessions, key=lambda session: session.start))
