"""Code that runs apart: its answer comes back, and its misbehaviour is named."""

import os
import sys
import time

import pytest

from maif_course.errors import SandboxError
from maif_course.sandbox import apart


def test_the_answer_comes_back_and_nothing_else_does() -> None:
    here: list[int] = []
    assert apart(lambda: (here.append(1), {"answer": 42})[1]) == {"answer": 42}
    assert not here


def test_an_exception_comes_back_as_itself() -> None:
    with pytest.raises(ZeroDivisionError):
        apart(lambda: 1 // 0)


def test_an_exception_that_cannot_travel_is_told() -> None:
    class OwnError(Exception):
        pass

    def work() -> None:
        raise OwnError("no")

    with pytest.raises(SandboxError, match=r"stopped with .*OwnError: no"):
        apart(work)


def test_an_exit_is_told_and_does_not_end_the_caller() -> None:
    with pytest.raises(SandboxError, match="stopped with SystemExit"):
        apart(sys.exit)


def test_code_that_never_ends_is_ended() -> None:
    def work() -> None:
        while True:
            pass

    with pytest.raises(SandboxError, match="did not end"):
        apart(work, seconds=0.2)


def test_code_that_waits_for_ever_is_ended() -> None:
    with pytest.raises(SandboxError, match="did not end within 200 ms"):
        apart(lambda: time.sleep(1000), seconds=0.2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process its size")
def test_code_that_wants_all_memory_is_ended() -> None:
    with pytest.raises(SandboxError, match=r"more than 64\.0 MB of memory"):
        apart(lambda: len(bytearray(1 << 30)), memory=64 << 20)


def test_code_that_ends_its_process_is_told() -> None:
    with pytest.raises(SandboxError, match="ended its own process"):
        apart(lambda: os._exit(0))
