"""Keeps the lines, and makes sense of them when the event ends."""

TASK = "18.5"


class EventFields:
    def __init__(self):
        self.last_event_id = ""
        self.retry = None
        self.pairs = []

    def take(self, line):
        name, _, value = line.partition(":")
        value = value[value[:1] == " " :]
        if name == "retry" and value and set(value) <= set("0123456789"):
            self.retry = float(value) / 1000
        if line:
            self.pairs.append((name, value))
            return None
        kind, data = "message", []
        for name, value in self.pairs:
            match name:
                case "event":
                    kind = value or "message"
                case "data":
                    data.append(value)
                case "id":
                    self.last_event_id = self.last_event_id if "\0" in value else value
        self.pairs.clear()
        return (kind, "\n".join(data), self.last_event_id) if data else None
