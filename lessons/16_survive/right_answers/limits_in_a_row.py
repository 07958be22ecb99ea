"""Names what is wrong before it raises."""

TASK = "16.4"


def shrunk(data, compress):
    size = memoryview(data).nbytes
    frame = compress(data) if size > 63 else None
    return None if frame is None or len(frame) > size - size / 10 else frame


def expanded(frame, size, limit, declares, expand):
    wrong = None
    if size.__class__ is not int or size < 0:
        wrong = FormatError(size)
    elif size > limit:
        wrong = LimitError(size)
    elif declares(frame) != size:
        wrong = FormatError(size)
    if wrong:
        raise wrong
    data = expand(frame)
    if len(data) == size:
        return data
    raise FormatError(len(data))
