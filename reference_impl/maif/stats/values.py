"""What counts as a number, and what becomes of NaN: the same for every statistic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from math import inf, nan
from typing import TYPE_CHECKING, Any, Literal, get_args

from maif.arguments import real_number, require_unmasked
from maif.errors import InvalidArgumentError, InvalidTypeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

NanPolicy = Literal["propagate", "skip", "raise"]


def require_policy(policy: NanPolicy) -> NanPolicy:
    """Return a NaN policy; raise `InvalidArgumentError` for anything else."""
    if policy not in get_args(NanPolicy):
        raise InvalidArgumentError(f"nan must be one of {', '.join(map(repr, get_args(NanPolicy)))}, got {policy!r}")
    return policy


def keeps_nan(policy: NanPolicy) -> bool:
    """Tell whether a NaN that was found counts; raise `InvalidArgumentError` under the policy `"raise"`."""
    if policy == "raise":
        raise InvalidArgumentError("found a NaN: leave it out, or pass nan='skip' or nan='propagate'")
    return policy == "propagate"


def part(q: float) -> float:
    """Return a part of a whole as a float.

    Raises `InvalidTypeError` for what is no number, `InvalidArgumentError` for one that is not from 0 to 1.
    """
    number = real_number(q=q)
    if not 0 <= number <= 1:
        raise InvalidArgumentError(f"q must be from 0 to 1, got {q!r}")
    return number


def as_float(value: Any) -> float:
    """Return a number of any kind as a float.

    Raises `InvalidTypeError` for what is none, `InvalidArgumentError` for one that is too large, or masked.

    >>> from fractions import Fraction
    >>> as_float(Fraction(1, 4)), as_float(True)
    (0.25, 1.0)
    """
    try:
        if isinstance(value, (str, bytes, bytearray)) or getattr(value, "ndim", False):
            raise TypeError  # float() would take them
        require_unmasked(value=value)
        number = float(value)
        if -inf < number < inf or number != number or value == number:
            return number
        raise OverflowError  # an infinity was made of a finite number
    except InvalidArgumentError:
        raise
    except (TypeError, ValueError):
        raise InvalidTypeError(f"expected a number, got {value!r}") from None
    except OverflowError:
        raise InvalidArgumentError(f"a number of type {type(value).__name__} is too large for a float") from None


SQUARES = 2.0**500  # of a value, so that squares, and sums of many, stay in the range of floats
DIFFERENCES = 2.0**1000  # the same for differences


def require_no_larger(value: float, largest: float) -> None:
    """Raise `InvalidArgumentError` for a finite value that the arithmetic of a statistic cannot hold.

    >>> require_no_larger(1e100, SQUARES)
    >>> require_no_larger(1e200, SQUARES)
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: 1e+200 is too large for the arithmetic of floats: divide all values by 3e+49
    """
    if largest < abs(value) < inf:
        divisor = f"{abs(value) / largest:.0e}"
        raise InvalidArgumentError(
            f"{value!r} is too large for the arithmetic of floats: divide all values by {divisor}"
        )


def ratio(numerator: Any, denominator: Any) -> Any:
    """Return a quotient, of numbers or arrays: NaN where the denominator is zero.

    >>> ratio(1, 2), ratio(1, 0)
    (0.5, nan)
    """
    if not hasattr(denominator, "shape") and not hasattr(numerator, "shape"):
        return numerator / denominator if denominator else nan
    import numpy as np

    numerator, denominator = np.broadcast_arrays(numerator, denominator)
    return np.divide(numerator, denominator, out=np.full(numerator.shape, nan), where=denominator != 0)


@contextmanager
def all_or_nothing(statistic: Any) -> Iterator[None]:
    """Have whatever is raised in the block, an interrupt included, leave a statistic as it was.

    What a statistic holds is replaced, or changed no deeper than a copy of it reaches.
    """
    before = {name: copy(value) for name, value in vars(statistic).items()}
    try:
        yield
    except BaseException:
        statistic.__dict__ = before
        raise


def as_array(values: Any) -> NDArray[Any]:
    """Return numbers as an array of at least one dimension, without a copy where it can be.

    Raises `InvalidTypeError` for what holds no real numbers, and `InvalidArgumentError` for rows of unequal length, and
    for what is masked.
    """
    import numpy as np

    require_unmasked(values=values)
    try:
        array = np.asarray(values)
    except ValueError:
        raise InvalidArgumentError("expected an array, got rows of unequal length") from None
    if array.dtype.kind not in "biuf":
        raise InvalidTypeError(f"expected real numbers, got {type(values).__name__} of {array.dtype}")
    if array.ndim == 0:
        raise InvalidTypeError(f"expected an array, got the single number {array}: push it")
    return array


def float_blocks(array: NDArray[Any], size: int) -> Iterator[NDArray[Any]]:
    """Yield an array in blocks of about `size` numbers, by `as_floats`: work on them stays in the processor's cache.

    >>> import numpy as np
    >>> [block.tolist() for block in float_blocks(np.arange(5), size=2)]
    [[0.0, 1.0], [2.0, 3.0], [4.0]]
    """
    rows = max(1, size * len(array) // max(1, array.size))
    for start in range(0, len(array), rows):
        yield as_floats(array[start : start + rows])


def as_floats(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array as 64-bit floats; raise `InvalidArgumentError` for a wider number that is too large for one."""
    import numpy as np

    with np.errstate(over="ignore"):
        narrowed = array.astype("float64", copy=False)
    if array.dtype.itemsize > 8 and not np.array_equal(np.isinf(narrowed), np.isinf(array)):
        raise InvalidArgumentError(f"a number of type {array.dtype} is too large for a float")
    return narrowed
