class Reader:
    def __init__(self, source, items, open_readers):
        self.source, self.items, self.open_readers, self.place = source, items, open_readers, 0
        open_readers.append(self)

    def __iter__(self):
        return self

    def __next__(self):
        if self not in self.open_readers:
            raise StopIteration
        if self.place == len(self.items):
            self.items.append(next(self.source))
        self.place += 1
        return self.items[self.place - 1]

    def close(self):
        if self in self.open_readers:
            self.open_readers.remove(self)
            if not self.open_readers:
                self.source.close()


def both(source):
    items, open_readers = [], []
    return Reader(source, items, open_readers), Reader(source, items, open_readers)
