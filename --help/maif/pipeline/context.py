"""What a run of a pipeline knows about itself, and how the calls in it find out: `PipelineContext`."""

from __future__ import annotations

from collections.abc import Awaitable
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, Self, TypeVar, get_args

from maif.arguments import require_at_least
from maif.errors import InvalidArgumentError

T = TypeVar("T")

ExecutionMode = Literal["ordered", "as_completed"]


@dataclass
class PipelineContext:
    """How a pipeline runs, and what its tasks share.

    `execution_mode`: `"ordered"` gives results in the order of the items, `"as_completed"` as they come.
    `max_parallelism`: how many calls a stage makes at a time; None stands for 64. `pipeline_id`: each run gets its
    own. `data`: whatever the tasks of a run want to share.

    >>> context = PipelineContext(max_parallelism=8, data={"tenant": "a"})
    >>> context.copy() == context
    True

    Raises `InvalidArgumentError` for an unknown mode or a parallelism below 1.
    """

    execution_mode: ExecutionMode = "ordered"
    max_parallelism: int | None = None
    pipeline_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.check()

    def check(self) -> None:
        """Raise `InvalidArgumentError` if a field makes no sense."""
        if self.execution_mode not in get_args(ExecutionMode):
            raise InvalidArgumentError(
                f"execution_mode must be 'ordered' or 'as_completed', got {self.execution_mode!r}"
            )
        if self.max_parallelism is not None:
            require_at_least(1, max_parallelism=self.max_parallelism)

    def copy(self) -> Self:
        """Return a copy with a `data` dictionary of its own, which holds the same values."""
        return replace(self, data=self.data.copy())

    def updated(self, changes: dict[str, Any]) -> Self:
        """Return a copy with some fields changed; a name that is no field goes into `data`.

        >>> PipelineContext().updated({"max_parallelism": 8, "tenant": "a"})
        PipelineContext(execution_mode='ordered', max_parallelism=8, pipeline_id=None, data={'tenant': 'a'})
        """
        names = {field.name for field in fields(self)}
        known = {name: value for name, value in changes.items() if name in names}
        others = {name: value for name, value in changes.items() if name not in names}
        copy = replace(self.copy(), **known)
        copy.data = copy.data | others
        return copy

    def over(self, other: PipelineContext) -> Self:
        """Return this context, with the other's value wherever, in a field or under a key of `data`, none is set here.

        >>> PipelineContext(max_parallelism=8).over(PipelineContext("as_completed", max_parallelism=2))
        PipelineContext(execution_mode='as_completed', max_parallelism=8, pipeline_id=None, data={})
        """
        unset = PipelineContext()
        theirs = {
            field.name: getattr(other, field.name)
            for field in fields(unset)
            if getattr(self, field.name) == getattr(unset, field.name)
        }
        return replace(self, **theirs | {"data": other.data | self.data})


_current: ContextVar[PipelineContext | None] = ContextVar("pipeline_context", default=None)


def get_current_context() -> PipelineContext | None:
    """Return the context of the run that this call belongs to; None outside of any run."""
    return _current.get()


def set_current_context(context: PipelineContext | None) -> None:
    """Set the context that code from here on sees, in this task. Inside a run, no other call sees it."""
    _current.set(context)


class ContextManager:
    """Sets the current context for the length of a `with` block.

    >>> with ContextManager(PipelineContext(pipeline_id="a")):
    ...     get_current_context().pipeline_id
    'a'
    >>> get_current_context() is None
    True
    """

    def __init__(self, context: PipelineContext) -> None:
        self.context = context
        self._previous: list[PipelineContext | None] = []

    def __enter__(self) -> PipelineContext:
        self._previous.append(get_current_context())
        set_current_context(self.context)
        return self.context

    def __exit__(self, *exception: object) -> None:
        set_current_context(self._previous.pop())


async def with_context(context: PipelineContext, work: Awaitable[T]) -> T:
    """Await something while `context` is the current one."""
    with ContextManager(context):
        return await work
