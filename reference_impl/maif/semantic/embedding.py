"""What makes vectors of texts: the `Embedder` protocol, and whatever has `encode` taken for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from maif.arguments import require_unmasked, several
from maif.errors import InvalidArgumentError, InvalidTypeError

if TYPE_CHECKING:
    import numpy as np

    Vectors = np.ndarray[Any, np.dtype[np.float32]]


@runtime_checkable
class Embedder(Protocol):
    """Makes vectors of texts, such that texts of like meaning have a high cosine."""

    @property
    def name(self) -> str:
        """What it is, with all that the vectors depend on: vectors of two names cannot be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of shape (count, dimensions), of length 1, or 0 for a text that says nothing."""
        ...


def unit_length(vectors: Any) -> Vectors:
    """Return vectors as float32, shape (count, dimensions), scaled to length 1; zeros stay zeros.

    Raises `InvalidTypeError` for what is no array of numbers, `InvalidArgumentError` for another shape, and for numbers
    that are masked or not finite.

    >>> unit_length([[3, 4], [0, 0]])
    array([[0.6, 0.8],
           [0. , 0. ]], dtype=float32)
    """
    import numpy as np

    require_unmasked(vectors=vectors)
    try:
        array = np.ascontiguousarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InvalidTypeError(f"vectors are an array of numbers: {error}") from None
    if array.ndim != 2 or not array.shape[1]:
        raise InvalidArgumentError(f"vectors have the shape (count, dimensions), not {array.shape}")
    lengths = np.sqrt(np.einsum("ij,ij->i", array, array, dtype=np.float64))
    if not np.isfinite(lengths).all():
        raise InvalidArgumentError(f"vector {int(np.flatnonzero(~np.isfinite(lengths))[0])} is not finite")
    lengths[lengths == 0] = 1
    scaled: Vectors = (array / lengths[:, None]).astype(np.float32)
    return scaled


def embedded(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Return what an embedder makes of texts, one vector each, of its dimensions: whatever wrote it may be anybody's.

    Raises what `unit_length` raises, and `InvalidArgumentError` for another number of vectors or dimensions.
    """
    vectors = unit_length(embedder.embed(texts))
    expected = (len(texts), embedder.dimensions)
    if vectors.shape != expected:
        raise InvalidArgumentError(f"{embedder.name} returned vectors of shape {vectors.shape}, expected {expected}")
    return vectors


class EncoderEmbedder:
    """An embedder made of anything that encodes texts: an object with `encode(texts)`, or a function."""

    def __init__(self, encoder: Any) -> None:
        self._encode: Callable[[list[str]], Any] = getattr(encoder, "encode", encoder)
        self.name = str(getattr(encoder, "name", None) or type(encoder).__qualname__)
        self._dimensions: int | None = None

    @property
    def dimensions(self) -> int:
        """The length of a vector, found out by embedding a text."""
        if self._dimensions is None:
            self._dimensions = self.embed(["a text"]).shape[1]
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the encoder's vectors, scaled to length 1; tensors come to the processor's memory.

        Raises what `unit_length` raises, and `InvalidArgumentError` where the encoder gives more vectors, or fewer.
        """
        several(texts=texts)
        if not texts and self._dimensions is not None:
            return unit_length([[0.0] * self._dimensions])[:0]
        encoded = self._encode(list(texts))
        for step in ("detach", "cpu", "numpy"):  # a tensor of PyTorch, wherever it lives
            encoded = getattr(encoded, step, lambda encoded=encoded: encoded)()
        vectors = unit_length(encoded)
        if len(vectors) != len(texts):
            raise InvalidArgumentError(f"{self.name} returned {len(vectors)} vectors for {len(texts)} texts")
        return vectors


def as_embedder(source: Any) -> Embedder:
    """Return an embedder as it is, or one made of whatever has `encode(texts)` or is a function of texts.

    Raises `InvalidTypeError` for anything else.

    >>> as_embedder(lambda texts: [[3 * len(text), 4] for text in texts]).embed(["", "a"])
    array([[0. , 1. ],
           [0.6, 0.8]], dtype=float32)
    """
    if isinstance(source, type):
        raise InvalidTypeError(f"an embedder is an object: make one of the class {source.__name__}, and give that")
    if isinstance(source, Embedder):
        return source
    if not isinstance(source, str) and callable(getattr(source, "encode", source)):
        return EncoderEmbedder(source)
    raise InvalidTypeError(f"an embedder has embed(texts), name and dimensions, or encode(texts); got {source!r}")
