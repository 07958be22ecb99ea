"""The bookkeeping of a bounded map: which call may begin, and whose result is next.

A call goes through three moments: it begins, it finishes, its result is taken. Between the first two it is in flight,
between the last two its result waits. Nothing here waits, and nothing knows of threads or of asyncio: every map of this
package, and with them the stages of pipelines, keeps its own `CallQueue`, and has its own way to wait for what comes
next.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, Protocol, TypeVar


class AnyCall(Protocol):
    """What a call must have: `done`, false at first."""

    done: bool


C = TypeVar("C", bound=AnyCall)


from maif._learner.lesson_12 import CallQueue
CallQueue.__class_getitem__ = classmethod(lambda cls, _: cls)  # as the library's own
