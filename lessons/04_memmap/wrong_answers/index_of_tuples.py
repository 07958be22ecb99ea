"""Unpacks every entry, and makes an array of what came out."""

TASK, FAILS, CAUSE = "04.2", {"04.2.mapped"}, "copied"


def read_index(buffer):
    fields = np.dtype([("offset", "u8"), ("size", "u8"), ("type_code", "u4"), ("flags", "u4")])
    return np.array(list(struct.iter_unpack(">QQII", buffer)), dtype=fields)
