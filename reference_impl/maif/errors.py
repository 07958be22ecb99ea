"""Every error that the library raises on purpose.

Each derives from `MAIFError`, and from the built-in exception that a caller would expect, so that both
`except MAIFError` and `except ValueError` do what they say. A message tells what was found, where, and what to do.
"""

from __future__ import annotations

import os
import queue
import reprlib
from collections.abc import Callable
from functools import partial
from typing import Any


class MAIFError(Exception):
    """The base of every error that this library raises on purpose."""


class InvalidArgumentError(MAIFError, ValueError):
    """An argument has a value that makes no sense."""


class InvalidTypeError(MAIFError, TypeError):
    """An argument has a type that cannot be used."""


class ClosedError(MAIFError, ValueError):
    """Something that was closed is used."""


class FinalizedError(ClosedError, RuntimeError):
    """A file is finished, and somebody goes on to write it."""


class LimitError(MAIFError, ValueError):
    """A size is beyond what the file format can hold, or beyond a limit that keeps reading safe."""


class TimeoutExpiredError(MAIFError, TimeoutError):
    """Nothing happened within the time that the caller allowed."""


class BufferFullError(MAIFError, queue.Full):
    """A bounded buffer has no room, and its policy is to say so."""


class DeadlockError(MAIFError, RuntimeError):
    """Somebody would wait for ever: for themselves, or on a virtual clock while everybody waits and nothing is due."""


class WorkerDiedError(MAIFError, RuntimeError):
    """A process died during a call, and so did those that took over."""


class BatchError(MAIFError, RuntimeError):
    """A batch could not be processed; `number` (from 0) and `items` tell which, `__cause__` tells why.

    >>> print(BatchError(2, ["a", "b"], ZeroDivisionError("division by zero")))
    batch 2 (2 items, the first 'a'): ZeroDivisionError: division by zero
    """

    def __init__(self, number: int, items: list[Any], error: BaseException) -> None:
        self.number, self.items = number, items
        self.__cause__ = error
        first = f", the first {reprlib.repr(items[0])}" if items else ""
        super().__init__(f"batch {number} ({len(items)} items{first}): {type(error).__name__}: {error}")

    def __reduce__(self) -> tuple[type[BatchError], tuple[int, list[Any], BaseException | None]]:
        return BatchError, (self.number, self.items, self.__cause__)


class OutOfRangeError(MAIFError, IndexError):
    """A sequence has no item of this number."""


class BlockNotFoundError(MAIFError, KeyError):
    """No block has this id."""

    __str__ = Exception.__str__  # a KeyError shows its message in quotes


class MissingExtraError(MAIFError, ImportError):
    """A package is needed that only an optional extra installs.

    >>> print(MissingExtraError("pandas", extra="pandas", needed_for="to_pandas()"))
    to_pandas() needs the package pandas: pip install 'maif-streaming[pandas]'
    """

    def __init__(self, package: str, *, extra: str, needed_for: str) -> None:
        self.package, self.extra, self.needed_for = package, extra, needed_for
        super().__init__(f"{needed_for} needs the package {package}: pip install 'maif-streaming[{extra}]'")

    def __reduce__(self) -> tuple[Callable[[str], MissingExtraError], tuple[str]]:
        return partial(type(self), extra=self.extra, needed_for=self.needed_for), (self.package,)


class MissingModuleError(MAIFError, ModuleNotFoundError):
    """An older name stands for a module that this version of the library does not have."""


class LineError(MAIFError, ValueError):
    """A line of text cannot be read. `line` counts from 1; `offset` is the byte at which the trouble begins.

    >>> print(LineError("not valid JSON", 3, 1024, "log.jsonl"))
    log.jsonl, line 3, byte 1024: not valid JSON
    """

    def __init__(self, what: str, line: int, offset: int, path: str | None = None) -> None:
        super().__init__(what, line, offset, path)
        self.what, self.line, self.offset, self.path = what, line, offset, path

    def __str__(self) -> str:
        place = f"line {self.line}, byte {self.offset}: {self.what}"
        return f"{self.path}, {place}" if self.path else place


class FormatError(MAIFError, ValueError):
    """The bytes of a file are not what its format asks for.

    >>> print(FormatError("block size 7 is below 374", path="a.maif", block=3, offset=1024))
    a.maif, block 3, offset 1024: block size 7 is below 374
    """

    def __init__(
        self,
        what: str,
        *,
        path: str | os.PathLike[str] | None = None,
        block: int | None = None,
        offset: int | None = None,
    ) -> None:
        self.what, self.path, self.block, self.offset = what, path, block, offset
        place = [os.fspath(path)] if path is not None else []
        place += [f"block {block}"] if block is not None else []
        place += [f"offset {offset}"] if offset is not None else []
        super().__init__(f"{', '.join(place)}: {what}" if place else what)


class UnfinishedFileError(FormatError):
    """The file ends early: its writer is still at work, or died."""


class IntegrityError(FormatError):
    """The bytes are well formed, but a hash or a signature says that they are not what was written."""


class FileAlreadyExistsError(MAIFError, FileExistsError):
    """A file is where a new one was to be made."""


class FileChangedError(MAIFError, RuntimeError):
    """A file is no longer what it was when it was first looked at."""


class FileLockedError(MAIFError, BlockingIOError):
    """Another writer holds the file."""


class RemoteError(MAIFError, OSError):
    """A store far away refuses, or cannot be reached; the message tells the URL, and the range that was asked for."""


class RemoteFileNotFoundError(RemoteError, FileNotFoundError):
    """A URL leads to no file."""


class WriteError(MAIFError, OSError):
    """The operating system refused a write; `errno` says why."""


class MessageLostError(MAIFError, RuntimeError):
    """A handler writes for a message that has been finished or given up: cancelled, timed out, or another's by now."""


class SourceError(MAIFError, ConnectionError):
    """A source of messages cannot be reached, or refuses."""


class ServerError(MAIFError, ConnectionError):
    """A server cannot be reached, refuses (`status` is that of its answer), or fails."""

    def __init__(self, what: str, *, status: int | None = None) -> None:
        super().__init__(what)
        self.status = status

    def __reduce__(self) -> tuple[Callable[[str], ServerError], tuple[str]]:
        return partial(type(self), status=self.status), (str(self),)


class MessageError(MAIFError, ValueError):
    """A message is not what its source's messages should be."""


class ProcessorStoppedError(MAIFError, RuntimeError):
    """A stream processor has stopped, since going on would make things worse."""
