"""Mean, variance, smallest and largest of each component of all vectors so far: `VectorStats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from maif.errors import InvalidArgumentError
from maif.stats.figures import Figures

if TYPE_CHECKING:
    from numpy.typing import NDArray


class VectorStats(Figures):
    """Statistics of a series of vectors: what `RunningStats` is for numbers, for each component. Needs numpy.

    A vector is anything with a shape, and all are of one shape. `push` takes one, `update` an array of them, `merge`
    or `+` what another one has seen; each figure is an array of that shape, or NaN before the first vector.

    `nan` says what a NaN does, as in `RunningStats`: `"propagate"` makes the figures of its component NaN, `"skip"`
    leaves it out of its component, as pandas does, and `"raise"` raises `InvalidArgumentError`.

    >>> stats = VectorStats()
    >>> stats.push([1, 10])
    >>> stats.update([[2, 20], [6, 60]])
    >>> stats.count, stats.mean
    (3, array([ 3., 30.]))

    One component is missing in one vector:

    >>> stats = VectorStats(nan="skip")
    >>> stats.update([[1, 10], [float("nan"), 30]])
    >>> stats.count, stats.mean
    (array([1, 2]), array([ 1., 20.]))
    """

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the vectors; `()` before the first."""
        return getattr(self._min, "shape", ())

    @property
    def count(self) -> Any:
        """How many vectors there were; with `nan="skip"` an array, one count for each component."""
        if self.shape and self.nan == "skip":
            import numpy as np

            return np.broadcast_to(self._finite.count, self.shape)
        return self._finite.count

    def push(self, vector: Any) -> None:
        """Take one vector.

        Raises `InvalidTypeError` for what holds no numbers, `InvalidArgumentError` for a number, or another shape.
        """
        self.update([vector])

    def update(self, vectors: Any) -> None:
        """Take every row of an array of two or more dimensions.

        Raises `InvalidTypeError` for what holds no numbers, `InvalidArgumentError` for rows of another shape.
        """
        self._update(vectors)

    def merge(self, other: Self) -> None:
        """Take all vectors that another one has seen.

        Raises `InvalidTypeError` for another kind of statistics, `InvalidArgumentError` for vectors of another shape.
        """
        if isinstance(other, VectorStats) and other.shape:
            self._require_shape(other.shape)
        super().merge(other)

    def _require_shape(self, shape: tuple[int, ...]) -> None:
        if self.shape and shape != self.shape:
            raise InvalidArgumentError(f"expected vectors of shape {self.shape}, as before, got {shape}")
        if not shape:
            raise InvalidArgumentError("expected vectors, got numbers, of no shape: give them to `RunningStats`")

    def _add_beyond(self, total: NDArray[Any]) -> None:
        import numpy as np

        with np.errstate(invalid="ignore"):  # the two infinities make a NaN
            self._beyond = np.add(self._beyond, total)

    def _widen(self, low: NDArray[Any], high: NDArray[Any]) -> None:
        import numpy as np

        self._min, self._max = np.minimum(self._min, low), np.maximum(self._max, high)
