"""A stream that is pulled, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Any, TypeVar, overload

from maif.arguments import require_plain, whole_number
from maif.batches import batched
from maif.errors import BatchError

T = TypeVar("T")
R = TypeVar("R")


class BatchProcessor:
    """Groups a stream into lists of `batch_size`, the last of them shorter.

    It pulls nothing before it is needed, so endless streams work; closing the generators closes their source.

    >>> list(BatchProcessor(batch_size=3).process(range(7)))
    [[0, 1, 2], [3, 4, 5], [6]]
    >>> list(BatchProcessor(batch_size=3).apply(range(7), sum))
    [3, 12, 6]
    """

    def __init__(self, batch_size: int = 100) -> None:
        self.batch_size = whole_number(1, batch_size=batch_size)

    def process(self, items: Iterable[T]) -> Generator[list[T]]:
        """Yield the batches."""
        return batched(items, self.batch_size)

    def apply(self, items: Iterable[T], fn: Callable[[list[T]], R]) -> Generator[R]:
        """Yield `fn(batch)` for each batch; an error of `fn` comes as a `BatchError`, with the batch's number."""
        require_plain(fn=fn)
        return self._apply(self.process(items), fn)

    def _apply(self, batches: Generator[list[T]], fn: Callable[[list[T]], R]) -> Generator[R]:
        with closing(batches):
            for number, batch in enumerate(batches):
                try:
                    result = fn(batch)
                except Exception as error:
                    raise BatchError(number, batch, error) from error
                yield result


@overload
def batch_process(items: Iterable[T], fn: None = None, *, batch_size: int = 100) -> list[list[T]]: ...
@overload
def batch_process(items: Iterable[T], fn: Callable[[list[T]], R], *, batch_size: int = 100) -> list[R]: ...
def batch_process(
    items: Iterable[Any], fn: Callable[[list[Any]], Any] | None = None, *, batch_size: int = 100
) -> list[Any]:
    """Return the list of all batches, or of what `fn` makes of each.

    >>> batch_process("ABCDE", batch_size=2)
    [['A', 'B'], ['C', 'D'], ['E']]
    >>> batch_process("ABCDE", "".join, batch_size=2)
    ['AB', 'CD', 'E']
    >>> batch_process([], batch_size=2)
    []
    """
    processor = BatchProcessor(batch_size)
    return list(processor.process(items) if fn is None else processor.apply(items, fn))
