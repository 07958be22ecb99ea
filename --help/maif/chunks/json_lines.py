"""JSON Lines: a value a line, in UTF-8 (https://jsonlines.org)."""

from __future__ import annotations

import json
import reprlib
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, Literal, NoReturn, TypeVar

from maif.chunks.lines import Place, line_blocks
from maif.chunks.reading import Source
from maif.errors import InvalidArgumentError, LineError

T = TypeVar("T")


def iter_jsonl(
    source: Source,
    on_error: Literal["raise", "skip"] | Callable[[LineError], object] = "raise",
    *,
    max_line: int | str = "16MB",
    chunk_size: int | str = "64KB",
) -> Generator[Any]:
    """Yield the value of each line, without the blank ones.

    A line that is not JSON, or not UTF-8, raises `LineError`, which names line and byte. With `on_error="skip"`,
    `iter_jsonl` leaves it out; with a function too, which it calls with the error. A line of more than `max_line` bytes
    always raises `LimitError`. Raises `InvalidArgumentError` for any other `on_error`.

    >>> list(iter_jsonl(b'{"flight": "UA1545"}\\n\\n[1, 2]'))
    [{'flight': 'UA1545'}, [1, 2]]
    >>> list(iter_jsonl(b'1\\n{"a": }\\n3\\n', on_error=print))
    line 2, byte 8: Expecting value at column 7: b'{"a": }'
    [1, 3]
    """
    if on_error == "raise":
        report: Callable[[LineError], object] = _raise
    elif on_error == "skip":
        report = _skip
    elif callable(on_error):
        report = on_error
    else:
        raise InvalidArgumentError(f"on_error must be 'raise', 'skip' or a function, got {on_error!r}")
    place = Place(source)
    blocks = line_blocks(source, place, max_line=max_line, chunk_size=chunk_size)
    return parsed_lines(blocks, place, parse_line, report)


from maif._learner.lesson_02 import parsed_lines


def parse_line(line: bytes, place: Place) -> Any:
    """Return the value of the line at `place`. Raises `LineError`."""
    try:
        return json.loads(line.decode("utf-8" if place.offset else "utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _line_error(error, line, place) from error


def _line_error(error: Exception, line: bytes, place: Place) -> LineError:
    what, position = str(error), 0
    if isinstance(error, UnicodeDecodeError):
        what, position = f"not UTF-8, {error.reason}", error.start
    elif isinstance(error, json.JSONDecodeError):
        what = f"{error.msg.removesuffix(' at')} at column {error.colno}"
        position = len(line) - len(error.doc[error.pos :].encode())
    return LineError(f"{what}: {reprlib.repr(line.rstrip())}", place.line, place.offset + position, place.path)


def _raise(error: LineError) -> NoReturn:
    raise error


def _skip(_: LineError) -> None:
    pass
