"""Processes that make calls: one that dies is replaced, and its call is made again.

Each process serves one calling thread at a time, over a pipe of its own. So a death is noticed at once, as the end of
the pipe, and it is known which call it cut short; `concurrent.futures.ProcessPoolExecutor` breaks as a whole.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import reprlib
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import lru_cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from maif.errors import InvalidTypeError, MissingExtraError, WorkerDiedError

R = TypeVar("R")

# A fork of this process would copy its locks, but not the threads that release them.
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_START)


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
        packed = _pack(fn)

        def call(*arguments: Any) -> R:
            result: R = self._call(packed, _pack(arguments), getattr(fn, "__name__", repr(fn)))
            return result

        return call

    def _call(self, fn: bytes, arguments: bytes, name: str) -> Any:
        for _ in range(self.max_deaths):
            worker = self._borrow()
            try:
                answer = worker.call(fn, arguments)
            except (EOFError, OSError):
                exit_code = worker.stop()
            except BaseException:  # its answer would be taken for that of the next call
                worker.kill()
                worker.stop()
                raise
            else:
                self._give_back(worker)
                return _result(answer)
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
        self._pipe, other_end = _CONTEXT.Pipe()
        self._process: BaseProcess = _CONTEXT.Process(target=_serve, args=(other_end, dict(os.environ)), daemon=True)
        self._process.start()
        other_end.close()

    def call(self, fn: bytes, arguments: bytes) -> bytes:
        self._pipe.send_bytes(fn)
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


def _serve(pipe: Connection, environment: dict[str, str]) -> None:
    """Answer calls until the other side hangs up; this is what a process does."""
    os.environ.clear()  # the fork server's is that of the time when it began
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who then ends this process
    while True:
        try:
            fn, arguments = pipe.recv_bytes(), pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(_answer(fn, arguments))


_unpack_function = lru_cache(maxsize=8)(pickle.loads)


def _answer(fn: bytes, arguments: bytes) -> bytes:
    try:
        return _pack((True, _unpack_function(fn)(*pickle.loads(arguments))))
    except BaseException as error:
        lines = "".join(traceback.format_exception(error))
        error.add_note(f"In the worker process:\n{lines}")
        try:
            answer = _pack((False, error))
            pickle.loads(answer)  # many an exception can be pickled, but not unpickled
        except Exception:
            return _pack((False, RuntimeError(f"an exception that cannot be pickled:\n{lines}")))
        return answer


def _result(answer: bytes) -> Any:
    succeeded, result = pickle.loads(answer)
    if not succeeded:
        raise result
    return result


def _pack(value: object) -> bytes:
    try:
        import cloudpickle
    except ImportError:
        cloudpickle = None
    try:
        return (cloudpickle or pickle).dumps(value)  # type: ignore[no-any-return]
    except Exception as error:
        what = reprlib.repr(value)
        if cloudpickle is None:
            raise MissingExtraError(
                "cloudpickle", extra="workers", needed_for=f"sending {what} to a process"
            ) from error
        raise InvalidTypeError(f"{what} cannot travel between processes: {error}") from error
