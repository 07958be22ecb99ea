"""What every stage of a pipeline is."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing
from typing import Any, get_args

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.pipeline.context import ContextManager, PipelineContext, get_current_context
from maif.pipeline.error_handling import ErrorAction, ErrorHandler, RetryConfig
from maif.pipeline.pipeline import Composable
from maif.pipeline.running import StageRun, pass_on


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
        if on_error not in get_args(ErrorAction):
            raise InvalidArgumentError(f"on_error must be 'fail', 'skip_item' or 'skip_batch', got {on_error!r}")
        if error_handler is not None and not callable(getattr(error_handler, "handle_error", None)):
            raise InvalidTypeError(f"error_handler must have a method handle_error, got {error_handler!r}")
        self.on_error = on_error
        self.retry_config = retry_config or RetryConfig(max_attempts=1)
        self.error_handler = error_handler
        self.task_name = task_name or type(self).__name__

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
