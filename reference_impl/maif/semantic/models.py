"""Embedders that stand on trained models, those that come with a package and those the user has; and which is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maif.batches import batched
from maif.errors import MissingExtraError
from maif.semantic.embedding import Embedder, EncoderEmbedder, unit_length
from maif.semantic.hashing import HashingEmbedder

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

PIECE = 4096  # characters that are embedded together: the mean of a long text is that of its pieces
TOGETHER = 64  # pieces


class WordLlamaEmbedder:
    """Static vectors of 256 dimensions, a mean over the text's tokens; some 40 µs a sentence, nothing is downloaded.

    Needs the extra `semantic`: raises `MissingExtraError` without it.

    >>> embedder = WordLlamaEmbedder()
    >>> cat, kitten, market = embedder.embed(["the cat sleeps", "a kitten is napping", "stock market news"])
    >>> bool(cat @ kitten > cat @ market)
    True
    """

    name = "wordllama-256"
    dimensions = 256

    def __init__(self) -> None:
        self._model = _wordllama()

    def __reduce__(self) -> tuple[type[WordLlamaEmbedder], tuple[()]]:
        return WordLlamaEmbedder, ()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of shape (count, 256), of length 1, or 0 for a text without tokens."""
        import numpy as np

        owners, pieces = [], []
        for number, text in enumerate(texts):
            for start in range(0, max(len(text), 1), PIECE):
                owners.append(number)
                pieces.append(text[start : start + PIECE])
        sums = np.zeros((len(texts), self.dimensions), np.float32)
        by_length = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
        for together in batched(by_length, TOGETHER):  # the model pads each to the longest of them
            vectors = self._model.embed([pieces[number] for number in together])
            lengths = [len(pieces[number]) for number in together]
            np.add.at(sums, [owners[number] for number in together], vectors * np.array(lengths)[:, None])
        return unit_length(sums)


@lru_cache(1)
def _wordllama() -> Any:
    """Load the model once; it is only read after that."""
    try:
        import wordllama
    except ImportError:
        raise MissingExtraError("wordllama", extra="semantic", needed_for="WordLlamaEmbedder") from None
    folder = Path(wordllama.__file__).parent  # the weights are in the package
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


class SentenceTransformerEmbedder(EncoderEmbedder):
    """A model of the package sentence-transformers, if you have it: a loaded one, or the name or path of one.

    A name that is not on this machine is downloaded by that package. Raises `MissingExtraError` without it.
    """

    def __init__(self, model: Any = "all-MiniLM-L6-v2") -> None:
        if isinstance(model, (str, Path)):
            name = str(model)
            try:
                from sentence_transformers import SentenceTransformer
            except ImportError:
                raise MissingExtraError(
                    "sentence-transformers", extra="semantic", needed_for="SentenceTransformerEmbedder"
                ) from None
            model = SentenceTransformer(name)
        else:
            name = str(getattr(getattr(model, "model_card_data", None), "base_model", None) or type(model).__qualname__)
        super().__init__(model)
        self.name = f"sentence-transformers/{name}"


def default_embedder() -> Embedder:
    """Return the best embedder that is installed; its `name` says which.

    That is `WordLlamaEmbedder` with the extra `semantic`, else `HashingEmbedder`. What would have to be downloaded is
    never taken.

    >>> default_embedder().dimensions
    256
    """
    try:
        return WordLlamaEmbedder()
    except MissingExtraError:
        return HashingEmbedder()
