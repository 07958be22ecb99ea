"""Running code apart: in a forked process, with limits on time, memory and what it may write.

The process tells what it finds as plain values, one line each (see `maif_course.plain`). Nothing that it wrote is
unpickled or run, what it may say is bounded, and neither a silent process nor one that it left behind is waited for.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, Self, TypeVar

from maif.units import format_duration, format_size
from maif_course import errors
from maif_course.errors import CourseError, SandboxError
from maif_course.plain import decode, encode

T = TypeVar("T")
Tell = Callable[[object], None]

SECONDS = 20.0
MEMORY = 1 << 30
OUTPUT = 64 << 20  # bytes of what the code tells, or of a file that it writes
GLANCE = 0.02  # seconds between two looks at whether a silent process still lives


def apart(work: Callable[[], T], *, seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Return what `work()` returns, which must be a plain value, in a process of its own, which ends with the call.

    Raises `SandboxError` when it takes more than `seconds` (of processor or clock), dies, or answers with what is no
    plain value, and the work's own exception when it raises one of the built-in or of the course's.
    `memory` bounds what the process may allocate beyond what it starts with.
    """
    with conversation(lambda tell: tell(work()), seconds=seconds, memory=memory) as partner:
        answer: T = partner.hear(seconds)
        return answer


@contextmanager
def conversation(
    work: Callable[[Tell], object], *, seconds: float = SECONDS, memory: int = MEMORY
) -> Iterator[Partner]:
    """Start `work(tell)` apart, and yield a `Partner` that hears what it tells; leaving ends the process.

    `seconds` bounds its time on the processor. It reads from nowhere, and what it prints goes nowhere.
    """
    reading, writing = os.pipe()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of the parent: the child does not touch them
        child = os.fork()
    if child == 0:
        os.close(reading)
        tell_and_exit(work, writing, seconds, memory)
    os.close(writing)
    with Partner(child, reading, seconds, memory) as partner:
        yield partner


@contextmanager
def program(
    command: Sequence[str], said: str, *, seconds: float = SECONDS, memory: int = MEMORY, environment: Mapping[str, str]
) -> Iterator[Partner]:
    """Start a program that tells by `tell_and_exit`, and yield a `Partner` that hears it; leaving ends it.

    `said` is what it reads on standard input. It has no other descriptor than that one and its standard output.
    """
    reading, writing = os.pipe()
    try:
        with tempfile.TemporaryFile() as file, open(os.devnull, "wb") as nowhere:
            file.write(said.encode("utf-8", "surrogatepass"))
            file.seek(0)
            given = ((file.fileno(), 0), (writing, 1), (nowhere.fileno(), 2))
            actions = [(os.POSIX_SPAWN_DUP2, ours, theirs) for ours, theirs in given]
            child = os.posix_spawnp(command[0], list(command), environment, file_actions=actions, setpgroup=0)
    except OSError as error:
        os.close(reading)
        raise SandboxError(f"{command[0]} could not be started: {error.strerror}") from None
    finally:
        os.close(writing)
    with Partner(child, reading, seconds, memory) as partner:
        yield partner


class Partner:
    """The process at the other end of a conversation."""

    def __init__(self, child: int, reading: int, seconds: float, memory: int) -> None:
        self._child, self._reading = child, reading
        self._seconds, self._memory = seconds, memory
        self._lines: deque[bytes] = deque()
        self._begun: list[bytes] = []  # a line of which the end has not come
        self._total = 0
        self._status: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when the process tells something, or ends."""
        return self._reading

    @property
    def waiting(self) -> bool:
        """Whether something has been received that nobody has heard yet."""
        return bool(self._lines)

    def hear(self, seconds: float) -> Any:
        """Return the next thing that the process tells; raise what it raised, or `SandboxError` if nothing comes."""
        kind, value = self._next(time.monotonic() + seconds, seconds)
        if kind == "told":
            return value
        if kind != "raised" or not isinstance(value, tuple) or len(value) != 2:
            raise SandboxError("the code wrote over its own answer")
        name, told = value
        raise _exception(str(name))(str(told))

    def end(self) -> None:
        """End the process and those that it started in its group."""
        os.close(self._reading)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child, signal.SIGKILL)
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)  # before it has a group of its own
            _, self._status = os.waitpid(self._child, 0)

    def _next(self, deadline: float, seconds: float) -> tuple[Any, Any]:
        while not self._lines:
            if time.monotonic() >= deadline:
                raise SandboxError(f"the code did not end within {format_duration(seconds)}")
            if not self._receive() and not self._lives():
                while self._receive():  # told between the last look and its end
                    pass
                if self._lines:
                    break
                assert self._status is not None
                raise SandboxError(f"the code {_fate(self._status, self._seconds, self._memory)}")
        message = decode(self._lines.popleft())
        if not isinstance(message, tuple) or len(message) != 2:
            raise SandboxError("the code wrote over its own answer")
        return message

    def _receive(self) -> bool:
        """Take what is there, or comes within a glance; say whether that was anything."""
        if not select.select([self._reading], [], [], 0 if self._status is not None else GLANCE)[0]:
            return False
        piece = os.read(self._reading, 1 << 16)
        *whole, rest = piece.split(b"\n")
        for line in whole:
            self._lines.append(b"".join([*self._begun, line]))
            self._begun.clear()
        self._begun.append(rest)
        self._total += len(piece)
        if self._total > OUTPUT:
            raise SandboxError(f"the code answered with more than {format_size(OUTPUT)}")
        if not piece and self._status is None:
            time.sleep(GLANCE / 10)  # it has closed its end, and is about to exit, or works on in silence
        return bool(piece)

    def _lives(self) -> bool:
        if self._status is None:
            ended, status = os.waitpid(self._child, os.WNOHANG)
            self._status = status if ended else None
        return self._status is None


def tell_and_exit(work: Callable[[Tell], object], writing: int, seconds: float, memory: int) -> NoReturn:
    """Do the work in this process, under limits, tell of it on the descriptor `writing`, and end the process."""
    status = 1
    try:
        with contextlib.suppress(PermissionError):  # the first of its session has a group of its own
            os.setpgid(0, 0)
        _cut_off()
        _limit(seconds, memory)
        pipe = open(writing, "wb", buffering=0)  # noqa: SIM115 — lives as long as the process

        def say(kind: str, value: object) -> None:
            left = memoryview(f"{encode((kind, value))}\n".encode())
            while left:
                left = left[pipe.write(left) :]

        try:
            work(lambda value: say("told", value))
        except MemoryError:
            say("raised", ("SandboxError", f"the code needs more than {format_size(memory)} of memory"))
        except BaseException as error:
            say("raised", _described(error))
        status = 0
    finally:
        os._exit(status)


def _cut_off() -> None:
    """Take the terminal away: nothing to read, and what is printed by whatever means goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 — these live as long as the process
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115


def _described(error: BaseException) -> tuple[str, str]:
    kind = type(error)
    try:
        if _exception(kind.__name__) is kind and isinstance(error, Exception):
            return kind.__name__, str(error)
        told = "".join(traceback.format_exception_only(error)).strip()
    except Exception:
        told = kind.__name__
    return "SandboxError", f"the code stopped with {told}"


def _exception(name: str) -> type[Exception]:
    """Return the exception of a name, if it is one of Python's or of the course's that takes a text alone."""
    kind = getattr(errors, name, None) or getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception) and kind is not errors.LessonError:
        with contextlib.suppress(TypeError):  # as UnicodeDecodeError, which takes five
            kind("")
            return kind
    return CourseError


def _limit(seconds: float, memory: int) -> None:
    import resource  # not everywhere that this module is imported

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
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


def _fate(status: int, seconds: float, memory: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    killed: Any = (
        -code if code < 0 else code - 128 if code > 128 else None
    )  # as a shell says it of a program of its own
    if killed in (signal.SIGXCPU, signal.SIGKILL):
        return (
            f"used more than {format_duration(seconds)} of processor time, or more than {format_size(memory)} of memory"
        )
    return f"was ended by {signal.Signals(killed).name}" if killed in set(signal.Signals) else "ended its own process"
