"""Handing work to another thread, also where the interpreter ends and no thread takes any more."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TypeVar

R = TypeVar("R")


def submit(pool: Executor, work: Callable[..., R], *arguments: object) -> Future[R]:
    """Have a pool do something; do it here and now where the pool refuses, as all do when the interpreter ends.

    What is written then, in an `atexit` handler or for a writer that nobody has closed, would be lost otherwise.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(1) as pool:
    ...     submit(pool, max, 3, 4).result()
    4
    >>> submit(pool, max, 3, 4).result()
    4
    """
    try:
        return pool.submit(work, *arguments)
    except RuntimeError as error:
        if not str(error).startswith("cannot schedule"):  # it may be in the queue, and must not be done twice
            raise
    done: Future[R] = Future()
    try:
        done.set_result(work(*arguments))
    except BaseException as error:
        done.set_exception(error)
    return done
