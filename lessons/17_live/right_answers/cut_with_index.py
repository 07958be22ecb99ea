"""Asks whether a newline is there, then where."""

TASK = "17.2"


class LineCut:
    def __init__(self, start, max_line):
        self.max_line = max_line
        self.go_on(start)

    def go_on(self, start):
        self.start = self.searched = start

    @property
    def is_too_long(self):
        return self.searched - self.start > self.max_line

    def find_end(self, read, size):
        while True:
            window = bytes(read(self.searched, size))
            if not window:
                return None
            if b"\n" in window:
                where = window.index if self.is_too_long else window.rindex
                return self.searched + where(b"\n") + 1
            self.searched += len(window)
