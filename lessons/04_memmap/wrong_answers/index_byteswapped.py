"""Reads in the machine's order and turns the bytes afterwards, which makes new ones."""

TASK, FAILS, CAUSE = "04.2", {"04.2.mapped"}, "copied"


def read_index(buffer):
    fields = np.dtype([("offset", "<u8"), ("size", "<u8"), ("type_code", "<u4"), ("flags", "<u4")])
    return np.frombuffer(buffer, dtype=fields).byteswap()
