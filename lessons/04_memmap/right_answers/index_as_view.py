"""Looks at the bytes as bytes first, and then as entries."""

TASK = "04.2"


def read_index(buffer):
    entry = np.dtype(">u8, >u8, >u4, >u4")
    entry.names = ("offset", "size", "type_code", "flags")
    return np.frombuffer(buffer, dtype=np.uint8).view(entry)
