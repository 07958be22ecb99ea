"""What every kind of file has in common: it is a row of items, and it is noticed when it changes."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Generator
from typing import Any, NamedTuple, Protocol

from maif.errors import FileChangedError


class Layout(NamedTuple):
    """What a file does not say of itself: how long its lines may be; of a raw array, the type and shape of an item."""

    max_line: int
    dtype: Any = None
    shape: tuple[int, ...] = ()


class FileState(NamedTuple):
    """How a file was when it was looked at: its size in bytes, and when it was last modified, in nanoseconds."""

    size: int
    modified: int

    @classmethod
    def of(cls, path: str) -> FileState:
        """Return the state of a file now; raise `OSError` if there is no such file."""
        status = os.stat(path)
        return cls(status.st_size, status.st_mtime_ns)


class Items(Protocol):
    """A list, or an array: anything with a length and items by number."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> Any: ...


class DataFile(ABC):
    """The items of one file. It is opened when that is needed, and may be used again after `close`.

    A pickle carries what the file was like, but nothing that is open and no offsets: who receives it opens the file.
    """

    def __init__(self, path: str, layout: Layout, state: FileState | None = None) -> None:
        self.path = path
        self.layout = layout
        self.state = state or FileState.of(path)

    def __reduce__(self) -> tuple[type[DataFile], tuple[Any, ...]]:
        return type(self), (self.path, self.layout, self.state)

    def check(self) -> None:
        """Raise `FileChangedError` if the file is not what it was."""
        if (now := FileState.of(self.path)) != self.state:
            raise FileChangedError(
                f"{self.path} was changed (from {self.state.size} bytes to {now.size}) since the Dataset was made: "
                "make a new one"
            )

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def read(self, number: int) -> Any:
        """Return an item by its number, which is in range."""

    @abstractmethod
    def items_from(self, number: int) -> Generator[Any]:
        """Yield the items from this number on, from a file opened for that, which is closed at the end."""

    def load(self) -> Items:
        """Return all items, held in memory."""
        return list(self.items_from(0))

    @abstractmethod
    def close(self) -> None:
        """Let go of what is open."""
