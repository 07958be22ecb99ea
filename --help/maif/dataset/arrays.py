"""Arrays on disk as rows: `.npy` files, which say what they hold, and raw ones, which do not."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Literal

from maif.dataset.data_file import DataFile
from maif.errors import FormatError
from maif.file.mapping import Mapping

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]


class ArrayFile(DataFile):
    """The rows of a `.npy` file: read-only views of a mapping, which goes when the last view does."""

    _array: Array | None = None

    def __len__(self) -> int:
        return len(self._opened())

    def read(self, number: int) -> Any:
        self.check()
        return self._opened()[number]

    def items_from(self, number: int) -> Generator[Any]:
        self.check()
        yield from self._mapped()[number:]

    def load(self) -> Array:
        self.check()
        loaded = self._mapped().copy()
        loaded.flags.writeable = False
        return loaded

    def close(self) -> None:
        self._array = None

    def _opened(self) -> Array:
        if self._array is None:
            self.check()
            self._array = self._mapped()
        return self._array

    def _mapped(self) -> Array:
        import numpy as np

        try:
            array = np.lib.format.open_memmap(self.path, mode="r")
        except ValueError as error:
            raise FormatError(f"no array that can be mapped: {error}", path=self.path) from error
        if not array.ndim:
            raise FormatError("a single value has no rows", path=self.path)
        return _without_descriptor(array, self.path)


class RawArrayFile(ArrayFile):
    """The items of a file that holds nothing but their bytes."""

    def _mapped(self) -> Array:
        import numpy as np

        dtype, shape = self.layout.dtype, self.layout.shape
        count, rest = divmod(self.state.size, dtype.itemsize * math.prod(shape))
        if rest:
            what = f"{self.state.size} bytes are no whole number of items of dtype {dtype} and shape {shape}"
            raise FormatError(what, path=self.path)
        if not count:  # nothing can be mapped
            return np.empty((0, *shape), dtype)
        return _without_descriptor(np.memmap(self.path, dtype, mode="r", shape=(count, *shape)), self.path)


def _without_descriptor(array: np.memmap[Any, np.dtype[Any]], path: str) -> Array:
    """Return the same array over a mapping that keeps no file open, however many arrays are kept."""
    import numpy as np

    if not array.nbytes:
        return np.empty(array.shape, array.dtype)
    start: int = array.offset
    with open(path, "rb") as file:
        mapping = Mapping(file.fileno(), start + array.nbytes)
    order: Literal["C", "F"] = "C" if array.flags.c_contiguous else "F"
    return np.ndarray(array.shape, array.dtype, mapping.view, start, order=order)
