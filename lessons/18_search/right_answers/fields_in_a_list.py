"""Keeps the lines of data in a list."""

TASK = "18.5"

import re


class EventFields:
    def __init__(self):
        self.last_event_id = ""
        self.retry = None
        self.fresh()
        self.key = ""

    def fresh(self):
        self.kind, self.lines = "", []

    def take(self, line):
        if line == "":
            self.last_event_id = self.key
            event = (self.kind or "message", "\n".join(self.lines), self.key) if self.lines else None
            self.fresh()
            return event
        name, value = line.split(":", 1) if ":" in line else (line, "")
        if value.startswith(" "):
            value = value[1:]
        if name == "data":
            self.lines.append(value)
        if name == "event":
            self.kind = value
        if name == "id" and "\0" not in value:
            self.key = value
        if name == "retry" and re.fullmatch("[0-9]+", value):
            self.retry = int(value) / 1000
        return None
