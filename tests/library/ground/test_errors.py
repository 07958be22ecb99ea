"""`maif.errors`: each error is a `MAIFError`, and the built-in error that a caller expects."""

from __future__ import annotations

import pickle
import queue
from pathlib import Path

import pytest

from maif import errors
from maif.errors import BlockNotFoundError, FormatError, IntegrityError, MAIFError, MissingExtraError

every_error = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, MAIFError)]


@pytest.mark.parametrize("error", every_error)
def test_every_error_has_the_common_base_and_an_explanation(error: type[MAIFError]) -> None:
    assert issubclass(error, MAIFError)
    assert error.__doc__
    assert error.__name__.endswith("Error")


@pytest.mark.parametrize("error", [error for error in every_error if error is not MAIFError])
def test_every_error_is_also_one_of_the_standard_librarys(error: type[MAIFError]) -> None:
    assert any(issubclass(base, Exception) and not issubclass(base, MAIFError) for base in error.__mro__[1:-3])


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (errors.InvalidArgumentError, ValueError),
        (errors.InvalidTypeError, TypeError),
        (errors.ClosedError, ValueError),
        (errors.BufferFullError, queue.Full),
        (errors.TimeoutExpiredError, TimeoutError),
        (errors.BlockNotFoundError, KeyError),
        (errors.MissingExtraError, ImportError),
        (errors.WriteError, OSError),
        (errors.FileLockedError, BlockingIOError),
    ],
)
def test_a_caller_may_catch_the_built_in_error(error: type[MAIFError], builtin: type[Exception]) -> None:
    assert issubclass(error, builtin)


def test_a_missing_block_is_named_without_quotes() -> None:
    assert str(BlockNotFoundError("no block abc")) == "no block abc"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "bad"),
        ({"path": Path("a.maif")}, "a.maif: bad"),
        ({"block": 0}, "block 0: bad"),
        ({"path": "a.maif", "offset": 0}, "a.maif, offset 0: bad"),
        ({"path": "a.maif", "block": 3, "offset": 1024}, "a.maif, block 3, offset 1024: bad"),
    ],
)
def test_a_format_error_tells_the_place_as_far_as_it_is_known(place: dict[str, object], text: str) -> None:
    assert str(FormatError("bad", **place)) == text  # type: ignore[arg-type]


def test_a_format_error_keeps_the_place_for_programs() -> None:
    error = IntegrityError("hash differs", path="a.maif", block=3, offset=1024)
    assert (error.what, error.path, error.block, error.offset) == ("hash differs", "a.maif", 3, 1024)


def test_a_missing_extra_says_what_to_install() -> None:
    error = MissingExtraError("pyarrow", extra="arrow", needed_for="iter_arrow()")
    assert "pip install 'maif-streaming[arrow]'" in str(error)


@pytest.mark.parametrize(
    "error",
    [
        FormatError("bad", path="a.maif", block=3, offset=1024),
        IntegrityError("bad", block=3),
        MissingExtraError("pyarrow", extra="arrow", needed_for="iter_arrow()"),
        BlockNotFoundError("no block abc"),
    ],
)
def test_an_error_travels_between_processes(error: MAIFError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
