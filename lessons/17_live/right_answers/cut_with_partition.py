"""Takes windows apart, and calls itself for the next."""

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
        window = read(self.searched, size)
        if self.is_too_long:
            before, newline, _ = window.partition(b"\n")
            end = self.searched + len(before) + 1
        else:
            before, newline, _ = window.rpartition(b"\n")
            end = self.searched + len(before) + 1
        if newline:
            return end
        self.searched += len(window)
        return self.find_end(read, size) if len(window) == size else None
