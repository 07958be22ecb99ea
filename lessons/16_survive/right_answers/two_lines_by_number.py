"""Numbers the uses, and sorts when somebody asks for the lines."""

TASK = "16.6"

from itertools import count


class TwoLines:
    def __init__(self, places, regulars):
        self.places, self.regulars, self.number, self.entries = places, regulars, count(), {}

    def line(self, regular):
        return sorted((key for key, entry in self.entries.items() if entry[1] is regular), key=self.since)

    def since(self, key):
        return self.entries[key][0]

    def lines(self):
        return self.line(False), self.line(True)

    def enter(self, key, regular, value):
        self.entries[key] = next(self.number), regular, value

    def put(self, key, value):
        known = key in self.entries
        self.enter(key, known, value)
        if known:
            self.make_room()
        elif len(self.entries) > self.places:
            del self.entries[self.line(False)[0]]

    def get(self, key):
        value = self.entries[key][2]
        self.enter(key, True, value)
        self.make_room()
        return value

    def make_room(self):
        regulars = self.line(True)
        if len(regulars) > self.regulars:
            self.enter(regulars[0], False, self.entries[regulars[0]][2])
