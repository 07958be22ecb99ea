"""Describes the fields first, and gives all of them their byte order afterwards."""

TASK = "04.2"


def read_index(buffer):
    entry = np.dtype([("offset", "u8"), ("size", "u8"), ("type_code", "u4"), ("flags", "u4")])
    return np.frombuffer(memoryview(buffer), entry.newbyteorder(">"))
