"""Meaning as vectors: embedders make them of texts, `VectorIndex` finds the nearest.

`default_embedder()` takes the best embedder that is installed; one of numpy alone is always there.
"""

from typing import TYPE_CHECKING, Any

from maif.semantic.embedding import Embedder, as_embedder
from maif.semantic.hashing import HashingEmbedder
from maif.semantic.hits import Hit, merge_and_rank_results

if TYPE_CHECKING:
    from maif.semantic.models import SentenceTransformerEmbedder, WordLlamaEmbedder, default_embedder
    from maif.semantic.vector_index import VectorIndex

__all__ = [
    "Embedder",
    "HashingEmbedder",
    "Hit",
    "SentenceTransformerEmbedder",
    "VectorIndex",
    "WordLlamaEmbedder",
    "as_embedder",
    "default_embedder",
    "merge_and_rank_results",
]


def __getattr__(name: str) -> Any:
    """Import what is large when it is first asked for."""
    if name == "VectorIndex":
        from maif.semantic import vector_index

        return vector_index.VectorIndex
    if name in ("SentenceTransformerEmbedder", "WordLlamaEmbedder", "default_embedder"):
        from maif.semantic import models

        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
