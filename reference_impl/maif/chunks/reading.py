"""Bytes in chunks: of exactly one size, copied or as views of one buffer; or of whatever size is there to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypeVar, overload

from maif.arguments import path_text, whole_number
from maif.errors import InvalidTypeError
from maif.units import parse_size

if TYPE_CHECKING:
    from typing_extensions import Buffer

T = TypeVar("T")


class BinaryFile(Protocol):
    """A file open for reading bytes."""

    def read(self, size: int, /) -> bytes | None: ...


Source: TypeAlias = "str | os.PathLike[str] | BinaryFile | Buffer"


@overload
def iter_chunks(source: Source, size: int | str, *, reuse: Literal[False] = ...) -> Generator[bytes]: ...
@overload
def iter_chunks(source: Source, size: int | str, *, reuse: Literal[True]) -> Generator[memoryview]: ...
def iter_chunks(source: Source, size: int | str, *, reuse: bool = False) -> Generator[bytes] | Generator[memoryview]:
    """Yield the bytes of a source in chunks of `size`; the last may be shorter.

    `size` is in bytes, or text such as `"64KB"`. A chunk from a pipe or a socket is filled before it is yielded.

    With `reuse=True`, chunks are views: of one buffer that is filled again and again, or of the source's own memory
    if it is one. A view is valid until the next chunk is asked for, and is released then if nothing else refers to
    it. What you want to keep, copy: `bytes(view)`.

    Raises `InvalidArgumentError` for a size of 0, `InvalidTypeError` for a source that gives no bytes, and `OSError`
    as `open` does.

    >>> list(iter_chunks(b"abcdefg", 3))
    [b'abc', b'def', b'g']
    >>> from io import BytesIO
    >>> sum(view[0] for view in iter_chunks(BytesIO(bytes(range(100))), 10, reuse=True))
    450
    """
    size = whole_number(1, size=parse_size(size))
    check_source(source)
    return _views(source, size) if reuse else _copies(source, size)


def check_source(source: object) -> None:
    """Raise `InvalidTypeError` for anything that gives no bytes."""
    if isinstance(source, TextIOBase):
        raise InvalidTypeError(f"{source!r} gives text: open it in binary mode, or pass its .buffer")
    if isinstance(source, (str, os.PathLike)):
        path_text(source)
    elif not _holds_bytes(source) and not hasattr(source, "read"):
        raise InvalidTypeError(f"source must be a path, a binary file or an object that holds bytes, got {source!r}")


def pieces(source: Source, size: int) -> Generator[bytes]:
    """Yield the bytes of a source as they come, at most `size` at a time: a live source is not kept waiting."""
    if _holds_bytes(source):
        yield from _copies(source, size)
        return
    with _opened(source) as file:
        read = getattr(file, "read1", file.read)
        while piece := _checked(read(size), bytes):
            yield piece


def _copies(source: Source, size: int) -> Generator[bytes]:
    if _holds_bytes(source):
        for view in _views(source, size):
            yield bytes(view)
        return
    with _opened(source) as file:
        yield from full_chunks(lambda missing: _checked(file.read(missing), bytes), size)


def full_chunks(read: Callable[[int], bytes], size: int) -> Generator[bytes]:
    """Yield chunks of `size` bytes; the last may be shorter.

    `read(n)` gives at most `n` bytes, as soon as there are any, and none at the end: as raw files and pipes do.

    >>> from io import BytesIO
    >>> list(full_chunks(BytesIO(b"abcdefg").read, 3))
    [b'abc', b'def', b'g']
    """
    parts: list[bytes] = []
    missing = size
    while part := read(missing):
        parts.append(part)
        missing -= len(part)
        if not missing:
            yield b"".join(parts)
            parts, missing = [], size
    if parts:
        yield b"".join(parts)


def _views(source: Source, size: int) -> Generator[memoryview]:
    if _holds_bytes(source):
        with memoryview(source) as memory, memory.cast("B") as whole:  # type: ignore[arg-type]
            for start in range(0, len(whole), size):
                with suppress(BufferError), whole[start : start + size] as view:
                    yield view
        return
    with _opened(source) as file:
        readinto = getattr(file, "readinto", None)
        if readinto is None:
            raise InvalidTypeError(f"reuse=True needs a file with readinto, got {file!r}")
        whole = memoryview(bytearray(size))
        while filled := _fill(readinto, whole):
            with suppress(BufferError), whole[:filled] as view:  # an array made of the view may keep it from release
                yield view


def _holds_bytes(source: object) -> bool:
    try:
        memoryview(source).release()  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


@contextmanager
def _opened(source: Any) -> Iterator[Any]:
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb", buffering=0) as file:
            yield file
    else:
        yield source


def _fill(readinto: Callable[[memoryview], int | None], view: memoryview) -> int:
    filled = _checked(readinto(view), int)
    while 0 < filled < len(view) and (more := _checked(readinto(view[filled:]), int)):
        filled += more
    return filled


def _checked(result: object, expected: type[T]) -> T:
    if not isinstance(result, expected):
        reason = "it is in non-blocking mode" if result is None else "open it in binary mode"
        raise InvalidTypeError(f"reading the file gave {type(result).__name__}, not {expected.__name__}: {reason}")
    return result
