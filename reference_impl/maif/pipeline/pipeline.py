"""Pipelines: stages one after the other, a context that says how they run, and data to run on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing
from operator import attrgetter
from typing import Any, Self

from maif.arguments import several
from maif.errors import InvalidTypeError
from maif.pipeline.context import ContextManager, ExecutionMode, PipelineContext, get_current_context
from maif.pipeline.error_handling import ErrorAction, ErrorHandler, RetryConfig
from maif.pipeline.rules import CallRules
from maif.pipeline.run import NO_ITEM, Run, StageRun, pass_on
from maif.pipeline.stream import AsyncStream


class Composable:
    """What a task and a pipeline have in common: each can be called with data, and joined to others by `|`."""

    @property
    def stages(self) -> list[BaseTask]:
        """The tasks, in the order in which items pass them."""
        raise NotImplementedError

    @property
    def context(self) -> PipelineContext:
        """How the stages run, and what they share."""
        raise NotImplementedError

    def __call__(self, data: Any = NO_ITEM, *args: Any, **kwargs: Any) -> AsyncStream[Any]:
        """Return the stream of results for some data.

        Any iterable or async iterable is a stream of items; a string, bytes, a tuple, a mapping, and whatever cannot be
        iterated over, is one item. Without data, the pipeline calls the first stage's function once, without an item.
        Further arguments go to that function too, in this run only; they take the place of side inputs.
        """
        return AsyncStream(Run(self.stages, self.context, data, args, kwargs))

    def as_completed(self, data: Any = NO_ITEM, *args: Any, **kwargs: Any) -> AsyncStream[Any]:
        """Return the stream of results for some data, each as soon as its calls have ended."""
        return self.with_execution_mode("as_completed")(data, *args, **kwargs)

    def with_execution_mode(self, mode: ExecutionMode) -> Pipeline:
        """Return a pipeline of the same stages in another mode: `"ordered"` or `"as_completed"`."""
        return self.with_context(execution_mode=mode)

    def with_context(self, **changes: Any) -> Pipeline:
        """Return a pipeline of the same stages in another context; a name that is no field of it goes into `data`.

        >>> import asyncio
        >>> from maif.pipeline import get_current_context, single_task
        >>> @single_task
        ... def greet(name):
        ...     return f"{get_current_context().data['greeting']}, {name}"
        >>> asyncio.run(greet.with_context(greeting="Good morning", max_parallelism=2)(["Ada"]).collect())
        ['Good morning, Ada']
        """
        return Pipeline(self.stages, self.context.updated(changes))

    def __or__(self, other: Composable) -> Pipeline:
        """Return a pipeline of these stages, and then the other's. Of two contexts, this one's settings win."""
        if not isinstance(other, Composable):
            raise InvalidTypeError(f"a stage must be a task or a pipeline, got {other!r}: decorate it with single_task")
        return Pipeline([*self.stages, *other.stages], self.context.over(other.context))

    def __str__(self) -> str:
        return " | ".join(stage.label for stage in self.stages)

    def mermaid(self) -> str:
        """Return the pipeline as a Mermaid flowchart.

        >>> from maif.pipeline import SingleTask
        >>> print(SingleTask(str.upper).mermaid())
        flowchart LR
            source([source]) --> stage0["upper"] --> results([results])
        """
        nodes = [f'stage{number}["{_escaped(stage.label)}"]' for number, stage in enumerate(self.stages)]
        return "flowchart LR\n    " + " --> ".join(["source([source])", *nodes, "results([results])"])

    def _repr_markdown_(self) -> str:
        return f"```mermaid\n{self.mermaid()}\n```"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self), "text/markdown": self._repr_markdown_(), "text/vnd.mermaid": self.mermaid()}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


class BaseTask(Composable):
    """A stage of a pipeline, and a pipeline of one stage: derive from it to process a whole stream yourself.

    >>> import asyncio
    >>> class Enumerate(BaseTask):
    ...     async def process(self, items):
    ...         async def numbered():
    ...             number = 0
    ...             async for item in items:
    ...                 yield number, item
    ...                 number += 1
    ...         return numbered()
    >>> asyncio.run(Enumerate()(["a", "b"]).collect())
    [(0, 'a'), (1, 'b')]
    """

    def __init__(
        self,
        on_error: ErrorAction = "fail",
        retry_config: RetryConfig | None = None,
        error_handler: ErrorHandler | None = None,
        task_name: str | None = None,
    ) -> None:
        self.rules = CallRules(on_error=on_error, retry_config=retry_config, error_handler=error_handler)
        self.task_name = task_name or type(self).__name__

    on_error = property(attrgetter("rules.on_error"))
    retry_config = property(attrgetter("rules.retry"))
    error_handler = property(attrgetter("rules.error_handler"))

    @property
    def stages(self) -> list[BaseTask]:
        """The task itself: it is a pipeline of one stage."""
        return [self]

    @property
    def context(self) -> PipelineContext:
        """The context of a pipeline that is only this task: all as by default."""
        return PipelineContext()

    @property
    def label(self) -> str:
        """What a drawing says of this stage."""
        return self.task_name

    async def process(self, items: AsyncIterable[Any]) -> AsyncIterable[Any]:
        """Return the stream of what becomes of the items."""
        raise NotImplementedError

    async def results(self, source: Iterable[Any] | AsyncIterable[Any], run: StageRun) -> AsyncGenerator[Any]:
        """Yield the results of this stage in a run."""
        counts = run.counts
        if run.args or run.kwargs:
            raise InvalidTypeError(f"{self.task_name} takes no arguments besides the data")
        with run.reading:
            async with aclosing(pass_on(() if run.without_item else source)) as items:

                async def entering() -> AsyncGenerator[Any]:
                    async for item in items:
                        counts.entered += 1
                        yield item
                        counts.finished += 1

                with ContextManager(run.context):
                    stream = await self.process(entering())
                async with aclosing(pass_on(stream)) as values:
                    async for value in values:
                        counts.out += 1
                        yield value

    def get_context(self) -> PipelineContext | None:
        """Return the context of the current run; None outside of any."""
        return get_current_context()


class Pipeline(Composable):
    """Stages one after the other; `task | task` makes one too.

    A pipeline holds nothing of its runs: it may run any number of times, also side by side.

    >>> import asyncio
    >>> from maif.pipeline import batch_task, single_task
    >>> @single_task
    ... async def double(number):
    ...     return 2 * number
    >>> @batch_task(max_size=2)
    ... def total(numbers):
    ...     return sum(numbers)
    >>> pipeline = double | total
    >>> asyncio.run(pipeline([1, 2, 3]).collect())
    [6, 6]
    >>> print(pipeline)
    double | total (batches of 2)
    """

    def __init__(
        self, stages: Iterable[Composable] | PipelineContext | None = None, context: PipelineContext | None = None
    ) -> None:
        if isinstance(stages, PipelineContext):
            stages, context = None, stages
        self._stages: list[BaseTask] = []
        self._context = context or PipelineContext()
        self.add(*several(stages=stages or ()))

    @property
    def stages(self) -> list[BaseTask]:
        """The tasks, in the order in which items pass them."""
        return self._stages

    @property
    def context(self) -> PipelineContext:
        """How the stages run, and what they share."""
        return self._context

    @context.setter
    def context(self, context: PipelineContext) -> None:
        self._context = context

    def add(self, *tasks: Composable) -> Self:
        """Append stages, and return this pipeline."""
        for task in tasks:
            if not isinstance(task, Composable):
                raise InvalidTypeError(f"a stage must be a task, got {task!r}: decorate it with single_task")
        self._stages.extend(stage for task in tasks for stage in task.stages)
        return self


def _escaped(text: str) -> str:
    """Return text for a Mermaid label, whose entities begin with a hash sign."""
    return "".join(
        {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}.get(char, char) for char in text
    )
