"""What a person sees: text that cannot drive the terminal, a word on stderr, progress where somebody watches."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator

_FORMATTING = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # characters that reorder text, or break lines
_UNSAFE = re.compile(rf"[\x00-\x1f\x7f-\x9f{_FORMATTING}\ud800-\udfff]")
_UNSAFE_IN_LINES = re.compile(rf"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_FORMATTING}\ud800-\udfff]")


def on_one_line(text: str) -> str:
    r"""Return text with everything escaped that could move the cursor, recolour, reorder or break the line.

    >>> print(on_one_line("two\nlines, \x1b[31mred"))
    two\nlines, \x1b[31mred
    """
    return _UNSAFE.sub(_escape, text)


def on_lines(text: str) -> str:
    r"""Return text with the same escaped, but for its tabs and newlines.

    >>> print(on_lines("two\nlines, \x1b[31mred"))
    two
    lines, \x1b[31mred
    """
    return _UNSAFE_IN_LINES.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode()


def counted(number: int, what: str) -> str:
    """Return a number of things.

    >>> counted(1, "block"), counted(2, "block")
    ('1 block', '2 blocks')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def say(what: str) -> None:
    """Print a line on stderr."""
    print(f"maif: {on_one_line(what)}", file=sys.stderr, flush=True)


def write_data(data: bytes | memoryview) -> None:
    """Write bytes to stdout, all of them: with PYTHONUNBUFFERED it is a raw file, which may take some only."""
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]


@contextlib.contextmanager
def progress(doing: str, total: Callable[[], int | None]) -> Iterator[Callable[[int], None]]:
    """Show how far the work is, if stderr is a terminal, and give a function that is told of the bytes done.

    `total()` is asked only if somebody watches; None means that nobody knows.
    """
    if not sys.stderr.isatty():
        yield lambda size: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn(doing),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, untold, step = bar.add_task(doing, total=total()), 0, 1 << 12

        def advance(size: int) -> None:
            nonlocal untold
            untold += size
            if untold >= step:  # telling takes longer than writing a small block
                bar.advance(task, untold)
                untold = 0

        yield advance
