"""Says how long the array is, and lends it the buffer."""

TASK = "04.2"

FIELDS = np.dtype({"names": ["offset", "size", "type_code", "flags"], "formats": [">u8", ">u8", ">u4", ">u4"]})


def read_index(buffer):
    return np.ndarray(memoryview(buffer).nbytes // FIELDS.itemsize, dtype=FIELDS, buffer=buffer)
