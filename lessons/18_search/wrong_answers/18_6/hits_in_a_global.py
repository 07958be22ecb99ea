given = set()


def hits_of(connect, tries=3):
    given.clear()
    last, failures = "", 0
    while failures < tries:
        failures += 1
        fields = EventFields()
        with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:
            for kind, data, _ in filter(None, map(fields.take, lines)):
                failures = 0
                if kind == "done":
                    return
                if kind == "hit" and data not in given:
                    given.add(data)
                    yield data
        last = fields.last_event_id or last
    raise ConnectionError(f"no event in {tries} connections")
