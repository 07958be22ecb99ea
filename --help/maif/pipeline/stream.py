"""What a pipeline gives: a stream of results, read once."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, Self, TypeAlias, TypeVar
from weakref import ref

from maif.arguments import require_callable
from maif.errors import ClosedError, InvalidTypeError
from maif.pipeline.context import PipelineContext
from maif.pipeline.run import Reading, Run, pass_on

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

_Layer: TypeAlias = Callable[[AsyncIterator[T], Run | None], AsyncGenerator[T]]


class AsyncStream(AsyncIterable[T], Generic[T]):
    """A stream of results: read it with `async for`, or all at once with `await stream.collect()`.

    Nothing runs before you read it. You can read it once; a second time raises `ClosedError`. Leaving the loop early
    ends the run: it cancels what is in flight, and closes generators and the source. After a `break` this happens as
    soon as the event loop gets to it; `async with stream:`, or `await stream.aclose()`, waits for it.

    >>> import asyncio
    >>> async def numbers():
    ...     for number in range(3):
    ...         yield number
    >>> stream = AsyncStream(numbers())
    >>> asyncio.run(stream.collect())
    [0, 1, 2]
    >>> asyncio.run(stream.collect())
    Traceback (most recent call last):
    maif.errors.ClosedError: this stream has been read, or left early: call the pipeline again for another run

    `context` is the run's `PipelineContext`, and `stats` its counts: look at both while it runs, or after it. Of a
    stream that wraps another async iterable, they are None and empty.
    """

    def __init__(self, source: AsyncIterable[T]) -> None:
        if not isinstance(source, AsyncIterable):
            raise InvalidTypeError(f"expected an async iterable, got {source!r}: give other data to a pipeline")
        self._source = source
        self._run = source if isinstance(source, Run) else None
        self._reading = self._run.reading if self._run else Reading()
        self._layers: list[_Layer[T]] = []
        self._begun = False
        self._iterator: ref[AsyncIterator[T]] | None = None

    def __aiter__(self) -> AsyncIterator[T]:
        iterator = self._current() if self._begun else self._begin()
        if iterator is None:
            raise ClosedError("this stream has been read, or left early: call the pipeline again for another run")
        return iterator

    def _begin(self) -> AsyncIterator[T]:
        iterator = aiter(self._source) if self._run else pass_on(self._source, self._reading)
        for layer in self._layers:
            iterator = layer(iterator, self._run)
        # Whoever reads has the only strong reference: when a loop is left, the iterator goes, and the run ends.
        self._begun, self._iterator = True, ref(iterator)
        return iterator

    def _current(self) -> AsyncIterator[T] | None:
        return self._iterator() if self._iterator else None

    async def collect(self) -> list[T]:
        """Return all results."""
        return [result async for result in self]

    def as_completed(self) -> AsyncStream[T]:
        """Return a stream over the same data whose results come as they are ready, not in the order of their items.

        Raises `ClosedError` if this stream is being read, or has been.
        """
        self._require_not_begun("as_completed")
        stream = AsyncStream[T](self._run.in_mode("as_completed") if self._run else self._source)
        stream._layers = self._layers.copy()
        return stream

    def on_result(self, hook: Callable[[T], Any]) -> Self:
        """Have `hook(result)`, plain or async, called with each result right before it goes out; return the stream.

        >>> import asyncio
        >>> from maif.pipeline import single_task
        >>> @single_task
        ... def double(number):
        ...     return 2 * number
        >>> asyncio.run(double([1, 2]).on_result(print).collect())
        2
        4
        [2, 4]
        """
        require_callable(hook=hook)
        return self._add("on_result", lambda results, run: telling(hook, results))

    def with_progress(
        self, description: str = "Working", *, total: float | None = None, console: Console | None = None
    ) -> Self:
        """Show a progress bar, on standard error if no other `console` is given, while you read; return the stream.

        It counts the items of the source that are done; `total` is their number, which many data know themselves. Of a
        stream that wraps another async iterable, it counts the results. Nothing is shown where nobody watches: on a
        console that is neither a terminal nor a notebook.
        """
        from maif.pipeline.progress import showing_progress

        def layer(results: AsyncIterator[T], run: Run | None) -> AsyncGenerator[T]:
            if run is None:
                return showing_progress(results, None, description, total, console)
            return showing_progress(
                results, run.items_done, description, run.total if total is None else total, console
            )

        return self._add("with_progress", layer)

    def _add(self, name: str, layer: _Layer[T]) -> Self:
        self._require_not_begun(name)
        self._layers.append(layer)
        return self

    def _require_not_begun(self, name: str) -> None:
        if self._begun:
            raise ClosedError(f"this stream is being read, or has been: call {name}() before")

    @property
    def context(self) -> PipelineContext | None:
        """The context of this run, which its tasks share."""
        return self._run.context if self._run else None

    @property
    def stats(self) -> dict[str, Any]:
        """How many items and values have come `in`, gone `out`, been `dropped`, `skipped` and `retried` so far.

        A task drops an item for which its function returns None, and a batch that would be too small. `in_flight`
        counts the calls that run now, and `high_water_mark` the most that ran at a time in a stage. `stages` has the
        same for each stage, with its `name`.
        """
        return self._run.stats if self._run else {}

    async def aclose(self) -> None:
        """End the run, and wait until all that belongs to it has ended. Reading on raises `ClosedError`."""
        self._begun, iterator = True, self._current()
        if isinstance(iterator, AsyncGenerator):
            await iterator.aclose()
        await self._reading.wait_for_end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()


async def telling(hook: Callable[[T], Any], results: AsyncIterator[T]) -> AsyncGenerator[T]:
    """Yield the results, and call `hook` with each before."""
    async with aclosing(results) as source:  # type: ignore[type-var]
        async for result in source:
            told = hook(result)
            if inspect.isawaitable(told):
                await told
            yield result


def run_to_end(stream: AsyncStream[Any]) -> None:
    """Run a stream from plain code; a notebook has an event loop already, so there it runs in a thread's own."""

    async def read() -> None:
        async for _ in stream:
            pass

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(read())
    else:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, read()).result()
