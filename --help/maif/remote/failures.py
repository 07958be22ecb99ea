"""Telling a store's failures apart: what another attempt may mend, what says no, and what says that the object changed.

fsspec's file systems raise errors of many libraries. What they have in common is looked for: the HTTP status, wherever
in the chain of causes it stands, and the built-in exception that an error derives from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

_PASSING = frozenset(
    {408, 416, 425, 429}
)  # beside 500 and above; 416 for a range that is there, says a confused server
_FINAL = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError, ValueError, TypeError, LookupError)
_CHANGED, _GONE = 412, frozenset({404, 410})


class BadAnswerError(OSError):
    """A store answered, but not what it was asked for."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status that an error tells of; None if it tells of none.

    >>> error = OSError("slow down")
    >>> error.status = 503
    >>> status_of(error), status_of(OSError("reset"))
    (503, None)
    """
    for cause in _causes(error):
        if isinstance(status := getattr(cause, "status", None), int) and status:
            return status
        if isinstance(response := getattr(cause, "response", None), dict):  # botocore's
            code = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if isinstance(code, int):
                return code
    return None


def is_changed(error: BaseException) -> bool:
    """Say whether a store refused since the object is not the one that was meant."""
    return status_of(error) == _CHANGED


def is_gone(error: BaseException) -> bool:
    """Say whether a store has no such object."""
    if (status := status_of(error)) is not None:
        return status in _GONE
    return isinstance(error, FileNotFoundError) and error.__cause__ is None


def is_passing(error: BaseException) -> bool:
    """Say whether the same question may be answered better a moment later.

    >>> is_passing(ConnectionResetError()), is_passing(TimeoutError()), is_passing(PermissionError())
    (True, True, False)
    """
    if (status := status_of(error)) is not None:
        return status >= 500 or status in _PASSING
    if isinstance(error, FileNotFoundError) and error.__cause__ is not None:
        error = error.__cause__  # fsspec says so of a server that it could not reach
    if isinstance(error, _FINAL):
        return False
    return isinstance(error, (OSError, TimeoutError, *_libraries_own()))


def _libraries_own() -> Iterator[type[BaseException]]:
    """Yield the exceptions for a broken connection of the libraries that are loaded: they derive from no built-in."""
    for module, names in (
        ("aiohttp", ["ClientError"]),
        (
            "botocore.exceptions",
            ["HTTPClientError", "ConnectionError", "IncompleteReadError", "ResponseStreamingError"],
        ),
    ):
        if module in sys.modules:
            yield from (getattr(sys.modules[module], name) for name in names)
