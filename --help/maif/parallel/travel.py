"""How a call travels to another process, and what came of it travels back."""

from __future__ import annotations

import pickle
import reprlib
import traceback
from functools import lru_cache
from typing import Any

from maif.errors import InvalidTypeError, MissingExtraError


def pack(value: object) -> bytes:
    """Return a value as bytes; raise `InvalidTypeError`, or `MissingExtraError` where cloudpickle might do it."""
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


_unpack_function = lru_cache(maxsize=8)(pickle.loads)


def answer(fn: bytes, arguments: bytes) -> bytes:
    """Call a packed function with packed arguments; return what `result_of` makes its result or its error of.

    >>> result_of(answer(pack(max), pack((3, 4))))
    4
    """
    try:
        return pack((True, _unpack_function(fn)(*pickle.loads(arguments))))
    except BaseException as error:
        lines = "".join(traceback.format_exception(error))
        error.add_note(f"In the worker process:\n{lines}")
        try:
            reply = pack((False, error))
            pickle.loads(reply)  # many an exception can be pickled, but not unpickled
        except Exception:
            return pack((False, RuntimeError(f"an exception that cannot be pickled:\n{lines}")))
        return reply


def result_of(reply: bytes) -> Any:
    """Return what the call returned, or raise what it raised."""
    succeeded, result = pickle.loads(reply)
    if not succeeded:
        raise result
    return result
