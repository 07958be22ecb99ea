class Blocks(tuple):
    def __new__(cls, read, entries):
        return super().__new__(cls, [read(offset, size) for offset, size in entries])
