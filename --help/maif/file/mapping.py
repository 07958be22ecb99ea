"""Mapping a file into memory without keeping it open.

Python's own `mmap` keeps a descriptor for as long as the mapping lives (before 3.13 always), so that whoever keeps
blocks of a thousand files has a thousand files open. This one keeps none.
"""

from __future__ import annotations

import functools
import mmap
import os
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes


class Mapping:
    """The first `size` bytes of an open file as a read-only `view`; they stay mapped while any view of them lives."""

    def __init__(self, descriptor: int, size: int) -> None:
        import ctypes

        library = _library()
        address = library.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, descriptor, 0)
        if address == ctypes.c_void_p(-1).value:
            raise _failure()
        self._address = address
        self._buffer = (ctypes.c_char * size).from_address(address)  # what every view holds on to
        weakref.finalize(self._buffer, library.munmap, address, size).atexit = False
        self.view = memoryview(self._buffer).cast("B").toreadonly()

    def advise(self, advice: int, offset: int, size: int) -> None:
        """Tell the kernel how a part will be used, which begins with a page (see madvise(2)); raise `OSError`."""
        if _library().madvise(self._address + offset, size, advice):
            raise _failure()


@functools.cache
def _library() -> ctypes.CDLL:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    size, number = ctypes.c_size_t, ctypes.c_int
    library.mmap.restype = ctypes.c_void_p
    library.mmap.argtypes = [ctypes.c_void_p, size, number, number, number, ctypes.c_long]
    library.munmap.argtypes = [ctypes.c_void_p, size]
    library.madvise.argtypes = [ctypes.c_void_p, size, number]
    return library


def _failure() -> OSError:
    import ctypes

    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
