"""Windows by count: a fixed number of items, side by side or overlapping."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from maif.arguments import require_unmasked, whole_number
from maif.batches import batched
from maif.errors import InvalidArgumentError
from maif.sources import closing_source, closing_with

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")


def tumbling(items: Iterable[T], size: int, partial: bool = False) -> Generator[list[T]]:
    """Yield windows of `size` items, one after the other; with `partial=True` also the shorter one that is left.

    `tumbling` raises `InvalidArgumentError` if `size` is below 1.

    >>> list(tumbling(range(7), 3))
    [[0, 1, 2], [3, 4, 5]]
    >>> list(tumbling(range(7), 3, partial=True))
    [[0, 1, 2], [3, 4, 5], [6]]
    >>> list(tumbling("AB", 3))
    []
    """
    windows = batched(items, size)
    return windows if partial else closing_with(windows, filter(lambda window: len(window) == size, windows))


def sliding(items: Iterable[T], size: int, stride: int = 1) -> Generator[list[T]]:
    """Yield windows of `size` items, each starting `stride` items after the one before.

    `sliding` yields a window as soon as its last item has come, and holds `size` items. It raises
    `InvalidArgumentError` if `size` or `stride` is below 1.

    >>> list(sliding("ABCDEF", 4))
    [['A', 'B', 'C', 'D'], ['B', 'C', 'D', 'E'], ['C', 'D', 'E', 'F']]
    >>> list(sliding(range(10), 3, stride=4))
    [[0, 1, 2], [4, 5, 6]]

    Fewer items than `size` make no window:

    >>> list(sliding("ABC", 4))
    []
    """
    size = whole_number(1, size=size)
    stride = whole_number(1, stride=stride)
    return full_windows(iter(items), size, stride)


def full_windows(source: Iterator[T], size: int, stride: int) -> Generator[list[T]]:
    """Yield each window as a new list when its last item has come; close the source in the end.

    >>> list(full_windows(iter(range(7)), 3, 2))
    [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    """
    latest: deque[T] = deque(maxlen=size)
    missing = size
    with closing_source(source):
        for item in source:
            latest.append(item)
            missing -= 1
            if not missing:
                yield list(latest)
                missing = stride


def sliding_view(array: ArrayLike, size: int, stride: int = 1) -> NDArray[Any]:
    """Return the sliding windows over the rows of an array without copying: a read-only view of its memory.

    Rows × … becomes windows × size × …; fewer than `size` rows make no window. `sliding_view` raises
    `InvalidArgumentError` if `size` or `stride` is below 1, or if the array is a single number.

    >>> import numpy as np
    >>> sliding_view(np.arange(7), size=3, stride=2)
    array([[0, 1, 2],
           [2, 3, 4],
           [4, 5, 6]])
    >>> sliding_view(np.zeros((100, 16)), size=10).shape
    (91, 10, 16)
    >>> sliding_view(np.zeros((9, 16)), size=10).shape
    (0, 10, 16)
    """
    import numpy as np

    size = whole_number(1, size=size)
    stride = whole_number(1, stride=stride)
    require_unmasked(array=array)
    rows = np.asarray(array)
    if not rows.ndim:
        raise InvalidArgumentError(f"array must have at least one dimension, got {array!r}")
    return window_view(rows, size, stride)


def window_view(rows: NDArray[Any], size: int, stride: int) -> NDArray[Any]:
    """Return the windows over the first axis of an array: the same memory, under longer strides.

    >>> import numpy as np
    >>> window_view(np.arange(5), 3, 1).strides == (8, 8)
    True
    """
    import numpy as np

    if len(rows) < size:
        return np.empty((0, size, *rows.shape[1:]), rows.dtype)
    windows: NDArray[Any] = np.lib.stride_tricks.sliding_window_view(rows, size, axis=0)
    return np.moveaxis(windows, -1, 1)[::stride]
