"""Closes by hand, and keeps the id with each event."""

TASK = "18.6"


def hits_of(connect, tries=3):
    seen, last, silent = set(), "", 0
    while True:
        lines, fields, answered = None, EventFields(), False
        try:
            lines = iter(connect(last))
            for line in lines:
                event = fields.take(line)
                if not event:
                    continue
                answered = True
                last = event[2] or last
                if event[0] == "done":
                    return
                if event[0] == "hit" and event[1] not in seen:
                    seen.add(event[1])
                    yield event[1]
        except ConnectionError:
            pass
        finally:
            if hasattr(lines, "close"):
                lines.close()
        silent = 0 if answered else silent + 1
        if silent >= tries:
            raise ConnectionError("nobody answers")
