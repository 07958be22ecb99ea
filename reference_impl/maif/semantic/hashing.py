"""`HashingEmbedder`: vectors of texts without a model, by hashing their words and parts of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from maif.arguments import several, whole_number
from maif.semantic.embedding import unit_length

if TYPE_CHECKING:
    import numpy as np

    from maif.semantic.embedding import Vectors

_WORD = re.compile(r"\w+")
_GRAM = 3  # characters
_PARTS = 0.5  # how much all parts of a word weigh, the word itself weighing 1


class HashingEmbedder:
    """Counts words, and the parts of words, in as many cells as a vector has dimensions (feature hashing).

    A hash says in which cell a feature is counted, and with which sign, so that features that meet in a cell cancel out
    on average (Weinberger et al., 2009). Parts of three letters let `stream` and `streaming` be alike. Short words,
    which are mostly common, weigh less than long ones. It knows no synonyms: for those install the extra `semantic`.

    >>> embedder = HashingEmbedder()
    >>> cat, cats, market = embedder.embed(["the cat sleeps", "cats sleeping", "stock market news"])
    >>> bool(cat @ cats > cat @ market)
    True
    """

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = whole_number(1, dimensions=dimensions)
        self.name = f"hashing-{self.dimensions}"
        self._features = lru_cache(1 << 16)(self._features_of)

    def __reduce__(self) -> tuple[type[HashingEmbedder], tuple[int]]:
        return HashingEmbedder, (self.dimensions,)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of shape (count, dimensions), of length 1, or 0 for a text without words."""
        import numpy as np

        cells: list[np.ndarray[Any, Any]] = []
        weights: list[np.ndarray[Any, Any]] = []
        rows, lengths = [], []
        several(texts=texts)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.lower()):
                word_cells, word_weights = self._features(word)
                cells.append(word_cells)
                weights.append(word_weights)
                rows.append(row)
                lengths.append(len(word_cells))
        if not rows:
            return np.zeros((len(texts), self.dimensions), np.float32)
        places = np.repeat(np.array(rows) * self.dimensions, lengths) + np.concatenate(cells)
        sums = np.bincount(places, np.concatenate(weights), len(texts) * self.dimensions)
        return unit_length(sums.reshape(len(texts), self.dimensions))

    def _features_of(self, word: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return the cells of a word and of its parts, and what is added to each."""
        import numpy as np

        padded = f"<{word}>"
        grams = [padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)]
        hashes = [crc32(feature.encode(errors="replace")) for feature in (f"{word} ", *grams)]
        weight = min(len(word), 8) / 8
        weights = [weight, *[weight * _PARTS / len(grams) ** 0.5] * len(grams)]
        signs = [1 if value & 1 << 31 else -1 for value in hashes]
        cells = np.array([(value & 0x7FFFFFFF) % self.dimensions for value in hashes])
        return cells, np.array(weights) * signs
