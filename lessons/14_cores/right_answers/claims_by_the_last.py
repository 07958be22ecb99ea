"""Remembers the last position that was claimed."""

TASK = "14.5"


class Claims:
    def __init__(self, begin, end):
        self.last, self.end, self.stopped = begin - 1, end, False

    def claim(self, position):
        self.stopped = self.stopped or position >= self.end
        if not self.stopped:
            self.last = position
        return not self.stopped

    def split(self, keep):
        left = self.end - self.last - 1
        given = left + int(-left * keep // 1)  # what is kept is rounded up, so this is rounded down
        if self.stopped or given <= 0:
            return None
        self.end -= given
        return self.end, self.end + given
