def hits_of(connect, tries=3):
    last, given, failures = "", set(), 0
    while failures < tries:
        failures += 1
        fields, events = EventFields(), []
        with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:
            for line in lines:
                if event := fields.take(line):
                    events.append(event)
                    if event[0] == "done":
                        break
        last = fields.last_event_id or last
        for kind, data, _ in events:
            failures = 0
            if kind == "done":
                return
            if kind == "hit" and data not in given:
                given.add(data)
                yield data
    raise ConnectionError(f"no event in {tries} connections")
