from collections import deque


class Reader:
    def __init__(self, source, readers, gone):
        self.source, self.readers, self.gone, self.waiting = source, readers, gone, deque()
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
        self.gone.append(self)
        if self in self.readers:
            self.readers.remove(self)
        self.waiting.clear()
        if len(self.gone) == 2:
            self.source.close()


def both(source):
    readers, gone = [], []
    return Reader(source, readers, gone), Reader(source, readers, gone)
