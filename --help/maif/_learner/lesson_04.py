"""From 04_memmap_solution.ipynb."""

import numpy as np

def read_index(buffer):
    """Return the bytes of an index as a structured array over them.

    >>> index = read_index(entry(444, 765) + entry(1209, 708, b"EMBD"))
    >>> index["offset"].tolist(), index["size"].max().item()
    ([444, 1209], 765)
    """
    fields = np.dtype([('offset', '>u8'), ('size', '>u8'), ('type_code', '>u4'), ('flags', '>u4')])
    return np.frombuffer(buffer, dtype=fields)
