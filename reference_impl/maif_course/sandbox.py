"""Running code apart: in a forked process, with limits on time, memory and what it may write."""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from maif.units import format_duration, format_size
from maif_course.errors import SandboxError

T = TypeVar("T")

SECONDS = 20.0
MEMORY = 1 << 30
OUTPUT = 64 << 20  # bytes of an answer, or of a file that the code writes


def apart(work: Callable[[], T], *, seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Return what `work()` returns in a process of its own, which ends with the call.

    Raises `SandboxError` when it takes more than `seconds` (of processor or clock) or dies, and the work's own
    exception when it raises one. `memory` bounds what the process may allocate beyond what it starts with.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of the parent: the child does not touch them
        child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_exit(work, writing, seconds, memory)
    os.close(writing)
    try:
        answer = _read(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None:
        raise SandboxError(f"the code did not end within {format_duration(seconds)}")
    if not answer:
        raise SandboxError(f"the code {_fate(status, seconds, memory)}")
    succeeded, value = pickle.loads(answer)
    if not succeeded:
        raise value
    result: T = value
    return result


def _work_and_exit(work: Callable[[], object], writing: int, seconds: float, memory: int) -> NoReturn:
    status = 1
    try:
        os.setpgid(0, 0)
        _limit(seconds, memory)
        try:
            answer = pickle.dumps((True, work()))
        except MemoryError:
            answer = pickle.dumps((False, SandboxError(f"the code needs more than {format_size(memory)} of memory")))
        except BaseException as error:
            answer = _packed(error)
        with open(writing, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        os._exit(status)


def _packed(error: BaseException) -> bytes:
    try:
        packed = pickle.dumps((False, error))
        if not isinstance(pickle.loads(packed)[1], Exception):
            raise TypeError("an exit or interrupt of the code is none of its caller")
    except Exception:
        told = "".join(traceback.format_exception_only(error)).strip()
        packed = pickle.dumps((False, SandboxError(f"the code stopped with {told}")))
    return packed


def _limit(seconds: float, memory: int) -> None:
    whole = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if (in_use := _address_space()) is not None:
        resource.setrlimit(resource.RLIMIT_AS, (in_use + memory, in_use + memory))


def _address_space() -> int | None:
    """Return how many bytes of addresses this process has; None where the system does not tell."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def _read(reading: int, deadline: float) -> bytes | None:
    """Return all that comes until the other end closes; None if that takes too long."""
    received = bytearray()
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            break
        piece = os.read(reading, 1 << 16)
        if not piece:
            return bytes(received)
        received += piece
    return None


def _fate(status: int, seconds: float, memory: int) -> str:
    killed: Any = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if killed in (signal.SIGXCPU, signal.SIGKILL):
        return (
            f"used more than {format_duration(seconds)} of processor time, or more than {format_size(memory)} of memory"
        )
    return f"was ended by {signal.Signals(killed).name}" if killed else "ended its own process"
