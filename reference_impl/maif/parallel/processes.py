"""Processes that make calls: one that dies is replaced, and its call is made again.

Each process serves one calling thread at a time, over a pipe of its own. So a death is noticed at once, as the end of
the pipe, and it is known which call it cut short; `concurrent.futures.ProcessPoolExecutor` breaks as a whole.
"""

from __future__ import annotations

import functools
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, TypeVar

from maif.errors import WorkerDiedError
from maif.parallel.travel import answer, pack, result_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

R = TypeVar("R")


class WorkerProcesses:
    """As many processes as there are threads that call at the same time.

    >>> with WorkerProcesses() as processes:
    ...     shout = processes.wrap(str.upper)
    ...     shout("in another process")
    'IN ANOTHER PROCESS'
    """

    max_deaths = 3

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False

    def __enter__(self) -> WorkerProcesses:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def wrap(self, fn: Callable[..., R]) -> Callable[..., R]:
        """Return a function that has a process call `fn`, and returns or raises what that did.

        Functions without a home in an importable module (lambdas, inner functions, those of a notebook) travel with
        cloudpickle; without it, they raise `MissingExtraError`. What cannot travel at all raises `InvalidTypeError`.
        A process unpickles `fn` once, and keeps it for later calls. A call whose process dies is made again in
        another; if that dies too, and a third, the call raises `WorkerDiedError`.
        """
        packed = pack(fn)

        def call(*arguments: Any) -> R:
            result: R = self._call(packed, pack(arguments), getattr(fn, "__name__", repr(fn)))
            return result

        return call

    def _call(self, fn: bytes, arguments: bytes, name: str) -> Any:
        for _ in range(self.max_deaths):
            worker = self._borrow()
            try:
                reply = worker.call(fn, arguments)
            except (EOFError, OSError):
                exit_code = worker.stop()
            except BaseException:  # its reply would be taken for that of the next call
                worker.kill()
                worker.stop()
                raise
            else:
                self._give_back(worker)
                return result_of(reply)
            finally:
                with self._lock:
                    self._busy.discard(worker)
        raise WorkerDiedError(
            f"{self.max_deaths} processes died one after the other while calling {name}, the last with exit code "
            f"{exit_code}: look for a crash, or for memory used up. In a script, start the work under "
            "`if __name__ == '__main__':`"
        )

    def _borrow(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise CancelledError
            worker = self._idle.pop() if self._idle else _Worker()
            self._busy.add(worker)
            return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.stop()

    def close(self) -> None:
        """End all processes. A call that is still running ends with its process, and raises `CancelledError`."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for worker in busy:
            worker.kill()
        for worker in idle:
            worker.stop()


class _Worker:
    """One process, and this end of its pipe."""

    def __init__(self) -> None:
        self._pipe: Connection
        self._pipe, other_end = _processes().Pipe()
        self._process: BaseProcess = _processes().Process(
            target=_serve, args=(other_end, dict(os.environ)), daemon=True
        )
        self._process.start()
        other_end.close()

        self._fn = b""  # the function that the process made its last call of

    def call(self, fn: bytes, arguments: bytes) -> bytes:
        if fn != self._fn:
            self._pipe.send_bytes(b"")  # announces another function
            self._pipe.send_bytes(fn)
            self._fn = fn
        self._pipe.send_bytes(arguments)
        return self._pipe.recv_bytes()

    def kill(self) -> None:
        self._process.kill()

    def stop(self) -> int | None:
        """Hang up, which ends an idle process, unless a call left a thread behind; return the exit code."""
        self._pipe.close()
        self._process.join(timeout=1)
        self._process.kill()
        self._process.join()
        return self._process.exitcode


@functools.cache
def _processes() -> Any:
    import multiprocessing  # a page in a browser imports this module, and has no processes

    # A fork of this process would copy its locks, but not the threads that release them.
    start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    return multiprocessing.get_context(start)


def _serve(pipe: Connection, environment: dict[str, str]) -> None:
    """Answer calls until the other side hangs up; this is what a process does."""
    os.environ.clear()  # the fork server's is that of the time when it began
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who then ends this process
    fn = b""
    while True:
        try:
            while not (arguments := pipe.recv_bytes()):
                fn = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(answer(fn, arguments))
