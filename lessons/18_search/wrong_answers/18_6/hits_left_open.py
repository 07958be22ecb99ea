def hits_of(connect, tries=3):
    last, given, failures = "", set(), 0
    while failures < tries:
        failures += 1
        fields = EventFields()
        with suppress(ConnectionError):
            for line in connect(last):
                if event := fields.take(line):
                    failures = 0
                    if event[0] == "done":
                        return
                    if event[0] == "hit" and event[1] not in given:
                        given.add(event[1])
                        yield event[1]
        last = fields.last_event_id or last
    raise ConnectionError(f"no event in {tries} connections")
