"""Pipelines: tasks for single items and for batches, run side by side, ordered or as completed.

A stage is one of `maif.parallel`'s maps with rules around it. In the order of the data: `rules` says what may happen to
a call, and `error_handling` how a call that fails waits and is made again; `run` holds what belongs to one run,
`stream` hands its results out; `calls` makes the calls of a stage, `pipeline` joins stages, `tasks` makes stages of
functions.
"""

from maif.pipeline.context import (
    ContextManager,
    ExecutionMode,
    PipelineContext,
    get_current_context,
    set_current_context,
    with_context,
)
from maif.pipeline.decorators import batch_task, single_task
from maif.pipeline.error_handling import ErrorAction, ErrorHandler, LoggingErrorHandler, RetryConfig
from maif.pipeline.files import read_maif, write_maif
from maif.pipeline.inputs import each_run
from maif.pipeline.pipeline import Pipeline
from maif.pipeline.stream import AsyncStream, run_to_end
from maif.pipeline.tasks import BaseTask, BatchTask, SingleTask

__all__ = [
    "AsyncStream",
    "BaseTask",
    "BatchTask",
    "ContextManager",
    "ErrorAction",
    "ErrorHandler",
    "ExecutionMode",
    "LoggingErrorHandler",
    "Pipeline",
    "PipelineContext",
    "RetryConfig",
    "SingleTask",
    "batch_task",
    "each_run",
    "get_current_context",
    "read_maif",
    "run_to_end",
    "set_current_context",
    "single_task",
    "with_context",
    "write_maif",
]
