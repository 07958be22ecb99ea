"""Gives a connection a generator of its own."""

TASK = "18.6"


def events_of(lines, fields):
    try:
        for line in lines:
            event = fields.take(line)
            if event is not None:
                yield event
    except ConnectionError:
        return


def hits_of(connect, tries=3):
    seen, last, left = [], "", tries
    while left > 0:
        left -= 1
        fields = EventFields()
        try:
            lines = connect(last)
        except ConnectionError:
            continue
        with closing_source(lines):
            for event in events_of(lines, fields):
                left = tries
                if event[0] == "done":
                    return
                if event[0] == "hit" and event[1] not in seen:
                    seen.append(event[1])
                    yield event[1]
                last = fields.last_event_id or last
    raise ConnectionError("the server is gone")
