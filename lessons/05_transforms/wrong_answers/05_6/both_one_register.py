from collections import deque


class Reader:
    def __init__(self, source, readers):
        self.source, self.readers = source, readers
        self.waiting = deque()
        readers.append(self)

    def __iter__(self):
        return self

    def __next__(self):
        if self not in self.readers:
            raise StopIteration
        if not self.waiting:
            item = next(self.source)
            for reader in self.readers:
                reader.waiting.append(item)
        return self.waiting.popleft()

    def close(self):
        if self in self.readers:
            self.readers.remove(self)
            self.waiting.clear()
            if not self.readers:
                self.source.close()


READERS = []


def both(source):
    READERS.clear()
    return Reader(source, READERS), Reader(source, READERS)
