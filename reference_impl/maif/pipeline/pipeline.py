"""Pipelines: stages one after the other, a context that says how they run, and data to run on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from maif.errors import InvalidTypeError
from maif.pipeline.context import ExecutionMode, PipelineContext
from maif.pipeline.running import NO_ITEM, Run
from maif.pipeline.stream import AsyncStream

if TYPE_CHECKING:
    from maif.pipeline.stage import BaseTask


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
        iterated over, is one item. Without data, the first stage's function is called once without an item. Further
        arguments go to that function too, in this run only; they take the place of side inputs.
        """
        return AsyncStream(Run(self.stages, self.context, data, args, kwargs))

    def as_completed(self, data: Any = NO_ITEM, *args: Any, **kwargs: Any) -> AsyncStream[Any]:
        """Return the stream of results for some data, as they are completed."""
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
        self.add(*stages or ())

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
