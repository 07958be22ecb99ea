"""From 01_generators_solution.ipynb."""

import struct
HEADER_SIZE = 372
KNOWN_TYPES = {b'TEXT', b'EMBD', b'IMAG', b'AUDI', b'VIDE', b'KNOW', b'BINA', b'META'}

def read_header(buffer, position):
    """Return the size of the block at `position`, header included, and the four letters of its type."""
    return struct.unpack_from('>I4s', buffer, position)

def walk(buffer, *, any_type=False):
    """Yield position and size of each whole block, as the blocks lie one after the other.

    >>> list(walk(block(b"one") + block(b"three")))
    [(0, 375), (375, 377)]
    """
    position = 0
    while position + HEADER_SIZE <= len(buffer):
        size, kind = read_header(buffer, position)
        if size < HEADER_SIZE or position + size > len(buffer):
            return
        if kind not in KNOWN_TYPES and (not any_type):
            return
        yield (position, size)
        position += size
