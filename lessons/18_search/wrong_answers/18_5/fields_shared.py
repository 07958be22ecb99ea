from typing import ClassVar


class EventFields:
    _data: ClassVar = []

    def __init__(self):
        self.last_event_id, self.retry = "", None
        self._id = self._type = ""

    def take(self, line):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._type = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self.retry = int(value) / 1000
        if line:
            return None
        self.last_event_id = self._id
        kind, data = self._type or "message", self._data[:]
        self._type = ""
        self._data.clear()
        return (kind, "\n".join(data), self._id) if data else None
