"""Is a class with `__next__` instead of a generator."""

TASK = "01.2"


class walk:
    def __init__(self, buffer, *, any_type=False):
        self.buffer, self.any_type, self.position = buffer, any_type, 0

    def __iter__(self):
        return self

    def __next__(self):
        position = self.position
        left = len(self.buffer) - position
        if left < HEADER_SIZE:
            raise StopIteration
        size, kind = read_header(self.buffer, position)
        if size < HEADER_SIZE or size > left or (not self.any_type and kind not in KNOWN_TYPES):
            raise StopIteration
        self.position += size
        return position, size
