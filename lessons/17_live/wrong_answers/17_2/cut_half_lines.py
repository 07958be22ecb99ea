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
        return self.searched + len(window) if window else None
