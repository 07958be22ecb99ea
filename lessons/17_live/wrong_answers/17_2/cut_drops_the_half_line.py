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
        rest = read(self.searched, size)
        self.searched = self.start = self.start + len(rest)
        if b"\n" in rest[:1]:
            return self.searched
        return None
