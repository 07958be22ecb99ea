"""Embedders that stand on trained models, those that come with a package and those the user has; and which is taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maif.arguments import several
from maif.batches import batched
from maif.errors import MissingExtraError
from maif.semantic.embedding import Embedder, EncoderEmbedder, unit_length
from maif.semantic.hashing import HashingEmbedder

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

PIECE = 4096  # characters that are taken apart together: a tokenizer's time grows faster than its text
TOGETHER = 256  # pieces


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
        self._tokenizer, self._vectors = _wordllama()

    def __reduce__(self) -> tuple[type[WordLlamaEmbedder], tuple[()]]:
        return WordLlamaEmbedder, ()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of shape (count, 256), of length 1, or 0 for a text without tokens.

        A text's direction is that of the sum over its tokens. Summing here, and not in the package, which first pads
        all texts to the longest, makes it seven times as fast.
        """
        import numpy as np

        several(texts=texts)
        encode = self._tokenizer.encode_batch_fast
        sums = np.zeros((len(texts), self.dimensions), np.float32)
        pieces = ((row, text[at : at + PIECE]) for row, text in enumerate(texts) for at in range(0, len(text), PIECE))
        for together in batched(pieces, TOGETHER):
            readable = [piece.encode(errors="replace").decode() for _, piece in together]  # without lone surrogates
            encoded = encode(readable, add_special_tokens=False)
            for (row, _), tokens in zip(together, encoded, strict=True):
                sums[row] += self._vectors.take(tokens.ids, axis=0).sum(axis=0, dtype=np.float32)
        return unit_length(sums)


@lru_cache(1)
def _wordllama() -> tuple[Any, Any]:
    """Return the tokenizer and the vectors of all tokens, which are mapped, float16.

    They are taken from the package's files, and the package is not imported: that takes half a second, and with what it
    imports and holds three times the memory.
    """
    import numpy as np

    try:
        from tokenizers import Tokenizer

        package = find_spec("wordllama")
        if package is None or package.origin is None:
            raise ImportError
    except ImportError:
        raise MissingExtraError("wordllama", extra="semantic", needed_for="WordLlamaEmbedder") from None
    folder = Path(package.origin).parent
    tokenizer = Tokenizer.from_file(str(folder / "tokenizers/l2_supercat_tokenizer_config.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if hasattr(tokenizer.model, "_resize_cache"):
        tokenizer.model._resize_cache(0)  # it would keep 10,000 texts, each as if it were a word
    weights = folder / "weights/l2_supercat_256.safetensors"
    with weights.open("rb") as file:  # a length, JSON of that length, and the arrays
        start = int.from_bytes(file.read(8), "little")
        (described,) = (value for name, value in json.loads(file.read(start)).items() if name != "__metadata__")
    offset = 8 + start + described["data_offsets"][0]
    return tokenizer, np.asarray(np.memmap(weights, "<f2", "r", offset, tuple(described["shape"])))


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
