class Spill:
    def __init__(self, folder=None):
        self._bytes = bytearray()

    @property
    def size(self):
        return len(self._bytes)

    def write(self, data):
        self._bytes += data

    def __iter__(self):
        for position in range(0, len(self._bytes), 1 << 16):
            yield bytes(self._bytes[position : position + (1 << 16)])

    def close(self):
        self._bytes.clear()
