"""Search by words and by meaning: embedders make vectors of texts, `VectorIndex` finds the nearest, `SearchIndex` both.

`default_embedder()` takes the best embedder that is installed; one of numpy alone is always there.
"""

from typing import TYPE_CHECKING, Any

from maif.semantic.embedding import Embedder, as_embedder
from maif.semantic.hashing import HashingEmbedder
from maif.semantic.hits import Hit, merge_and_rank_results, reciprocal_ranks

if TYPE_CHECKING:
    from maif.semantic.models import SentenceTransformerEmbedder, WordLlamaEmbedder, default_embedder
    from maif.semantic.parts import Document
    from maif.semantic.search_index import SearchIndex
    from maif.semantic.vector_index import VectorIndex

__all__ = [
    "Document",
    "Embedder",
    "HashingEmbedder",
    "Hit",
    "SearchIndex",
    "SentenceTransformerEmbedder",
    "VectorIndex",
    "WordLlamaEmbedder",
    "as_embedder",
    "default_embedder",
    "merge_and_rank_results",
    "reciprocal_ranks",
]


def __getattr__(name: str) -> Any:
    """Import what is large when it is first asked for."""
    if name == "Document":
        from maif.semantic import parts

        return parts.Document
    if name == "SearchIndex":
        from maif.semantic import search_index

        return search_index.SearchIndex
    if name == "VectorIndex":
        from maif.semantic import vector_index

        return vector_index.VectorIndex
    if name in ("SentenceTransformerEmbedder", "WordLlamaEmbedder", "default_embedder"):
        from maif.semantic import models

        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
