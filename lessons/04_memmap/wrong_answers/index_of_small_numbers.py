"""Turns everything into numbers of 4 bytes, which are handier."""

TASK, FAILS = "04.2", {"04.2.fields", "04.2.mapped"}
CAUSE = {"04.2.fields": "cut", "04.2.mapped": "copied"}


def read_index(buffer):
    names = ("offset", "size", "type_code", "flags")
    fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])
    return np.frombuffer(buffer, dtype=fields).astype([(name, "u4") for name in names])
