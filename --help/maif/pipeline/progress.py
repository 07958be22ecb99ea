"""A progress bar for a stream."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import aclosing
from typing import TypeVar

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

T = TypeVar("T")


class _Bar(Progress):
    """A bar that asks how far things are whenever it is drawn, so that results cost nothing."""

    def __init__(self, items_done: Callable[[], float], console: Console | None) -> None:
        self._items_done = items_done
        console = console or Console(stderr=True)
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not (console.is_terminal or console.is_jupyter),
        )

    def get_renderables(self) -> Iterable[RenderableType]:
        for task in self.task_ids:
            self.update(task, completed=self._items_done())
        return super().get_renderables()


async def showing_progress(
    results: AsyncIterator[T],
    items_done: Callable[[], float] | None,
    description: str,
    total: float | None,
    console: Console | None,
) -> AsyncGenerator[T]:
    """Yield the results, and show a bar meanwhile: of the items that are done, or, with None, of the results."""
    read = 0
    async with aclosing(results) as source:  # type: ignore[type-var]
        with _Bar(items_done or (lambda: read), console) as bar:
            bar.add_task(description, total=total)
            async for result in source:
                read += 1
                yield result
