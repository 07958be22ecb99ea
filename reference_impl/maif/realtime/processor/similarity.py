"""Which of the latest messages are like this one: what the event `similarity_threshold` tells."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from maif.realtime.message import Message
from maif.realtime.outbox import Origin
from maif.semantic import Hit

if TYPE_CHECKING:
    from maif.semantic import Embedder

MOST_HITS = 10
KEPT = 500  # characters of a text that are kept for whoever is told of it


class SimilarityWindow:
    """The latest messages as vectors, at most `size` of them.

    >>> from maif.semantic import HashingEmbedder
    >>> window = SimilarityWindow(HashingEmbedder(), size=100, threshold=0.9)
    >>> for position, text in enumerate(["the door is open", "all is quiet", "the door is open"]):
    ...     hits = window.compare(Origin("house", "live", 0, position), Message("house", content=text))
    >>> [(hit.id, round(hit.score, 3)) for hit in hits]
    [('house/0/0', 1.0)]
    """

    def __init__(self, embedder: Embedder, size: int, threshold: float) -> None:
        from maif.semantic import VectorIndex

        self._embedder, self._size, self._threshold = embedder, size, threshold
        self._index = VectorIndex(embedder.dimensions)
        self._line: deque[Origin] = deque()
        self._texts: dict[Origin, tuple[str, str]] = {}

    def compare(self, origin: Origin, message: Message) -> list[Hit]:
        """Return what is at least as similar as the threshold, the best first, and remember the message.

        It leaves out the message itself, seen in an earlier attempt. Call this from one thread at a time.
        """
        assert message.content is not None
        vector = self._embedder.embed([message.content])[0]
        ids, scores = self._index.search(vector, MOST_HITS + 1)
        hits = [
            Hit(f"{found.source}/{found.partition}/{found.position}", float(score), *self._texts[found])
            for found, score in zip(ids, scores, strict=True)
            if score >= self._threshold and found != origin
        ]
        if origin not in self._texts:
            self._remember(origin, message, vector)
        return hits[:MOST_HITS]

    def _remember(self, origin: Origin, message: Message, vector: object) -> None:
        if len(self._line) >= self._size:
            oldest = self._line.popleft()
            self._index.remove([oldest])
            del self._texts[oldest]
        self._index.add([origin], [vector])
        self._line.append(origin)
        self._texts[origin] = (message.content or "")[:KEPT], message.source_id


class Comparison:
    """Compares messages in a thread, one at a time; makes embedder and window when the first one comes."""

    def __init__(self, embedder: Callable[[], Embedder], size: int, threshold: float) -> None:
        self._embedder, self._size, self._threshold = embedder, size, threshold
        self._window: SimilarityWindow | None = None
        self._one_at_a_time = asyncio.Lock()

    async def hits(self, origin: Origin, message: Message) -> list[Hit]:
        """Return the latest messages that are like this one."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._compare, origin, message)

    def _compare(self, origin: Origin, message: Message) -> list[Hit]:
        if self._window is None:
            self._window = SimilarityWindow(self._embedder(), self._size, self._threshold)
        return self._window.compare(origin, message)
