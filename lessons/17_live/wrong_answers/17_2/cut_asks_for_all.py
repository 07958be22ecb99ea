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
        rest = read(self.searched, 1_000_000)
        found = rest.find(b"\n") if self.is_too_long else rest.rfind(b"\n")
        if found >= 0:
            return self.searched + found + 1
        self.searched += len(rest)
        return None
