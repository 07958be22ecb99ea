"""Nests what must hold."""

TASK = "16.4"


def shrunk(data, compress):
    if len(data) >= 64:
        frame = compress(data)
        if 10 * len(frame) <= 9 * len(data):
            return frame
    return None


def expanded(frame, size, limit, declares, expand):
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise FormatError("no size")
    if not size <= limit:
        raise LimitError("too large")
    if declares(frame) == size:
        data = expand(frame)
        if len(data) == size:
            return data
    raise FormatError("another size")
