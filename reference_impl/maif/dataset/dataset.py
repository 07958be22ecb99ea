"""`Dataset`: a file, or a folder of files, as one sequence; `View`: what a slice of it gives."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from operator import index as as_index
from typing import Any, Self, SupportsIndex, overload

from maif.dataset.joined import JoinedFiles, LoadedItems
from maif.dataset.kinds import files_at, layout_of
from maif.errors import ClosedError, InvalidTypeError, OutOfRangeError
from maif.remote import is_url, local_path


class Dataset(Sequence[Any]):
    """A file, or a folder of files, as one sequence of items.

    What an item is, the file's name decides:

    | file | item |
    | --- | --- |
    | `.maif` | a `Block` |
    | `.jsonl`, `.ndjson` | the value of a line that is not blank |
    | `.csv` | a row as a dict of str, under the names in the first row |
    | `.npy` | a row of the array: a read-only view of the file, without a copy |
    | `.bin`, `.raw` | likewise a view: an array of the `dtype` and `shape` that you give, or a number without `shape` |

    Text is UTF-8. With `dtype`, a file with any other ending is a raw array too. In a folder, the files with these
    endings follow each other by name, without other files, hidden ones and subfolders. An artifact's folder gives the
    blocks of its segments as they are now, the one in which its writer is at work among them.

    A URL leads to a MAIF file far away, or to a folder of them; each is read in the version that it had when it was
    first opened.

    >>> import json
    >>> with open("flights.jsonl", "w") as file:
    ...     for number in range(1000):
    ...         print(json.dumps({"flight": number}), file=file)
    >>> flights = Dataset("flights.jsonl")
    >>> len(flights), flights[-1]
    (1000, {'flight': 999})
    >>> evens = flights[::2]
    >>> len(evens), evens[3], list(flights[1:3])
    (500, {'flight': 6}, [{'flight': 1}, {'flight': 2}])
    >>> import numpy as np
    >>> np.arange(12, dtype="float32").tofile("points.bin")
    >>> Dataset("points.bin", dtype="float32", shape=3)[1]
    array([3., 4., 5.], dtype=float32)
    >>> flights[1000]
    Traceback (most recent call last):
    maif.errors.OutOfRangeError: ...

    The data set reads an item when you ask for it. Finding it takes the same time wherever it lies: the first look-up
    in a text file makes a pass over it, which keeps 8 bytes an item. Iterating makes no pass, and holds one chunk. A
    slice is a `View`: numbers, no items. `lazy=False` reads everything at once and keeps it.

    It has what a map-style data set of PyTorch needs, a length and items by number. It pickles: a worker
    receives the path and opens the file itself. Threads may share one. At most 64 files are open at a time; `close`, or
    leaving a `with` block, closes them, and so does the end of the data set's life.

    A broken line raises `LineError` with its number and byte when you ask for its item, and leaves the others
    readable; one of more than `max_line` bytes raises `LimitError`. A MAIF file or array that is not what its name
    says raises `FormatError`; a file that somebody changed meanwhile (its size, or its time of modification)
    `FileChangedError`. Making one raises `OSError` for an unreadable path, `InvalidArgumentError` for one of no known
    kind, and for a `dtype` or `shape` that no file needs.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        lazy: bool = True,
        *,
        dtype: Any = None,
        shape: SupportsIndex | Sequence[SupportsIndex] = (),
        max_line: int | str = "16MB",
    ) -> None:
        place = local_path(path)
        self.path = place if is_url(place) else os.path.abspath(place)  # a worker may run in another folder
        self.lazy = lazy
        self._files = files_at(self.path, layout_of(dtype, shape, max_line))
        self._items: JoinedFiles | None = self._joined()

    def _joined(self) -> JoinedFiles:
        return JoinedFiles(self._files if self.lazy else [LoadedItems(file.load()) for file in self._files])

    def __repr__(self) -> str:
        return f"<Dataset {self.path}>"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_items": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._items = self._joined()

    def __len__(self) -> int:
        return len(self._opened())

    @overload
    def __getitem__(self, index: SupportsIndex) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> View: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        items = self._opened()
        if isinstance(index, slice):
            return View(self, range(len(items))[index])
        return items.read(_whole_number(index))

    def __iter__(self) -> Iterator[Any]:
        return self._opened().items_from(0)

    def close(self) -> None:
        """Close the files. Items that you have got stay valid; an iteration under way keeps its own file."""
        if self._items is not None:
            self._items.close()
            self._items = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> JoinedFiles:
        if self._items is None:
            raise ClosedError(f"{self!r} is closed")
        return self._items


class View(Sequence[Any]):
    """A slice of a `Dataset`: it knows the numbers of its items, and reads an item when you ask for it.

    >>> with open("words.jsonl", "w") as file:
    ...     _ = file.write('"to"\\n"be"\\n"or"\\n"not"\\n')
    >>> view = Dataset("words.jsonl")[1:]
    >>> len(view), view[0], list(view[::-1])
    (3, 'be', ['not', 'or', 'be'])
    """

    def __init__(self, dataset: Dataset, numbers: range) -> None:
        self.dataset = dataset
        self.numbers = numbers

    def __repr__(self) -> str:
        return f"<View of {self.dataset!r}: {self.numbers!r}>"

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> View: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        if isinstance(index, slice):
            return View(self.dataset, self.numbers[index])
        number = _whole_number(index)
        if not -len(self) <= number < len(self):
            raise OutOfRangeError(f"{self!r} has {len(self)} items, there is no number {number}")
        return self.dataset[self.numbers[number]]

    def __iter__(self) -> Iterator[Any]:
        if self.numbers.step == 1 and self.numbers:
            return self._run(self.dataset._opened().items_from(self.numbers.start))
        return map(self.dataset.__getitem__, self.numbers)

    def _run(self, items: Generator[Any]) -> Iterator[Any]:
        with closing(items):
            yield from islice(items, len(self))


def _whole_number(index: SupportsIndex) -> int:
    try:
        return as_index(index)
    except TypeError:
        raise InvalidTypeError(f"an item is named by a whole number or a slice, not by {index!r}") from None
