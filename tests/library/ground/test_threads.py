"""Handing work to a thread, which may be refused."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from maif.threads import submit


def closed_pool() -> ThreadPoolExecutor:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    return pool


class TooManyThreads(Executor):
    """Takes the work into its queue, but cannot start a thread for it."""

    def submit(self, fn: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
        raise RuntimeError("can't start new thread")


def test_what_a_closed_pool_refuses_is_done_at_once() -> None:
    done: list[int] = []
    assert submit(closed_pool(), done.append, 1).done()
    assert done == [1]


def test_its_error_comes_with_its_result() -> None:
    future = submit(closed_pool(), int, "x")
    with pytest.raises(ValueError, match="'x'"):
        future.result()


def test_what_may_be_in_the_queue_already_is_not_done_twice() -> None:
    done: list[int] = []
    with pytest.raises(RuntimeError, match="new thread"):
        submit(TooManyThreads(), done.append, 1)
    assert not done
