"""One run of a pipeline: its data on their way through the stages, with a context and counts of its own.

`Stage` is all that a run knows of the tasks that it drives, `StageRun` all that they know of it.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence, Sized
from contextlib import AbstractContextManager, nullcontext
from contextvars import Context, copy_context
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from maif.pipeline.context import ExecutionMode, PipelineContext, set_current_context
from maif.sources import closing_async_source, closing_source

T = TypeVar("T")

NO_ITEM: Any = object()  # given as data: the first stage's function is called once, without an item

NOBODY_WAITS = nullcontext()  # for the end of a reading
_WHOLE = (str, bytes, bytearray, memoryview, tuple, Mapping)  # iterable, but one item


@dataclass(slots=True)
class StageCounts:
    """What has passed through one stage: items that came in, were dropped or skipped, values that went out."""

    name: str
    entered: int = 0
    finished: int = 0
    out: int = 0
    dropped: int = 0
    skipped: int = 0
    retried: int = 0
    in_flight: int = 0
    high_water_mark: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the counts under the names that users see."""
        return {
            "name": self.name,
            "in": self.entered,
            "out": self.out,
            "dropped": self.dropped,
            "skipped": self.skipped,
            "retried": self.retried,
            "in_flight": self.in_flight,
            "high_water_mark": self.high_water_mark,
        }


from maif._learner.lesson_13 import items_done


class Reading:
    """Whether somebody reads, or has read: a `with` block around the reading, and a way to wait for its end."""

    def __init__(self) -> None:
        self._ended: asyncio.Event | None = None

    def __enter__(self) -> None:
        self._ended = asyncio.Event()

    def __exit__(self, *exception: object) -> None:
        assert self._ended is not None
        self._ended.set()

    async def wait_for_end(self) -> None:
        """Wait until the reading has ended, if it ever began."""
        if self._ended is not None:
            await self._ended.wait()


@dataclass(slots=True)
class StageRun:
    """What a stage needs to know of the run that it is part of.

    `single`: its source is known to have one item. `without_item`: not even that. `last`: what comes out is delivered.
    """

    context: PipelineContext
    counts: StageCounts
    variables: Context
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    single: bool = False
    without_item: bool = False
    last: bool = False
    reading: Reading = field(default_factory=Reading)

    @classmethod
    def alone(cls, name: str, context: PipelineContext | None) -> StageRun:
        """Return what a stage needs to run outside of any pipeline."""
        return cls(context or PipelineContext(), StageCounts(name), copy_context())

    @property
    def ordered(self) -> bool:
        """Whether results come in the order of the items."""
        return self.context.execution_mode == "ordered"


class Stage(Protocol):
    """What a run needs of each of its stages."""

    @property
    def task_name(self) -> str:
        """What errors and counts call it."""

    @property
    def label(self) -> str:
        """What a drawing says of it."""

    def results(self, source: Iterable[Any] | AsyncIterable[Any], run: StageRun) -> AsyncGenerator[Any]:
        """Yield what becomes of the items of `source`, and close it."""


class Run(AsyncIterable[Any]):
    """Some stages, the data they are to work on, and, once it is iterated over, the work itself."""

    def __init__(
        self,
        stages: Sequence[Stage],
        context: PipelineContext,
        data: Any = NO_ITEM,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> None:
        context.check()
        self.context = replace(context.copy(), pipeline_id=str(uuid.uuid4()))
        self.counts = [StageCounts(stage.task_name) for stage in stages]
        self._source, self._single = source_of(data)
        self.total = 1 if self._single else len(data) if isinstance(data, Sized) else None
        self._stages = list(stages)
        self._data = data
        self._args = args
        self._kwargs = dict(kwargs or {})
        self.reading = Reading()

    def in_mode(self, mode: ExecutionMode) -> Run:
        """Return a run of its own, in another mode, over the same data."""
        return Run(self._stages, replace(self.context, execution_mode=mode), self._data, self._args, self._kwargs)

    @property
    def stats(self) -> dict[str, Any]:
        """The counts so far: of the whole, and of each stage under `"stages"`."""
        stages = [counts.as_dict() for counts in self.counts]
        return {
            "in": stages[0]["in"] if stages else 0,
            "out": stages[-1]["out"] if stages else 0,
            **{name: sum(stage[name] for stage in stages) for name in ("dropped", "skipped", "retried", "in_flight")},
            "high_water_mark": max((stage["high_water_mark"] for stage in stages), default=0),
            "stages": stages,
        }

    def items_done(self) -> float:
        """Return how many items of the source are done: estimated, while some are on their way; exact at the end."""
        return items_done(self.counts)

    def __aiter__(self) -> AsyncIterator[Any]:
        source: Any = self._source
        if not self._stages:
            return pass_on(source, self.reading)
        variables = copy_context()
        variables.run(set_current_context, self.context)
        runs = [StageRun(self.context, counts, variables) for counts in self.counts]
        runs[0].args, runs[0].kwargs = self._args, self._kwargs
        runs[0].single, runs[0].without_item = self._single, self._data is NO_ITEM
        runs[-1].last, runs[-1].reading = True, self.reading
        for stage, run in zip(self._stages, runs, strict=True):
            source = stage.results(source, run)
        results: AsyncIterator[Any] = source
        return results


def source_of(data: Any) -> tuple[Iterable[Any] | AsyncIterable[Any], bool]:
    """Return data as a stream of items, and whether they are a single item."""
    if isinstance(data, _WHOLE) or not isinstance(data, (Iterable, AsyncIterable)):
        return [data], True
    return data, False


async def pass_on(
    source: Iterable[T] | AsyncIterable[T], reading: AbstractContextManager[None] = NOBODY_WAITS
) -> AsyncGenerator[T]:
    """Yield the items of any source, and close it at the end."""
    with reading:
        if isinstance(source, AsyncIterable):
            async with closing_async_source(aiter(source)) as async_items:
                async for item in async_items:
                    yield item
        else:
            with closing_source(iter(source)) as items:
                for item in items:
                    yield item
