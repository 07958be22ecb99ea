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
        while window := read(self.searched, size):
            found = window.find(b"\n") if self.is_too_long else window.rfind(b"\n")
            if found >= 0:
                return self.searched + found + 1
            self.searched += len(window)
        return self.searched if self.is_too_long else None
