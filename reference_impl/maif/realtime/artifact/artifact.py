"""`Artifact`: what one source has left behind, as blocks of MAIF files: added to, read, analysed, searched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from maif.arguments import whole_number
from maif.errors import BlockNotFoundError, InvalidArgumentError, InvalidTypeError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.realtime.artifact.draft import EMBEDDER, SOURCE_ID, Draft, encoded_text, make_draft
from maif.realtime.artifact.shelf import Shelf
from maif.realtime.artifact.similarity import SimilarityIndex
from maif.realtime.outbox import Outbox, current_outbox, current_surroundings
from maif.segments import Span, find_block, follow_blocks, read_blocks
from maif.segments.masking import TEXT_ID
from maif.semantic import Embedder, Hit, merge_and_rank_results

if TYPE_CHECKING:
    from maif.analysis.privacy import Detector
    from maif.analysis.sentiment import Sentiment
    from maif.analysis.vision import DetectedObject
    from maif.clock import Clock
    from maif.semantic.embedding import Vectors

_TEXT, _IMAGE, _EMBEDDINGS = BlockType.TEXT.value, BlockType.IMAGE.value, BlockType.EMBEDDINGS.value


class Owner(Protocol):
    """The client that an artifact belongs to."""

    shelf: Shelf
    clock: Clock
    detectors: list[Detector]

    @property
    def embedder(self) -> Embedder: ...
    def similarity(self, folder: str) -> SimilarityIndex: ...
    def compact(self, folder: str | None = None) -> bool: ...


class Artifact:
    """What comes from one source, kept in a folder of MAIF files. Made by `get_or_create_artifact`.

    Inside a message handler, what you add belongs to the message: the processor writes it when the message finishes,
    together, or not at all. Reading, searching and analysing through the artifact see it at once. Outside, the artifact
    writes it at once, and it is on disk a moment later. Safe across threads; other processes may write to it, too.

    Each method that ends in `_async` has one without: the same for plain code.
    """

    def __init__(self, owner: Owner, source_id: str, *, shared: str | None = None) -> None:
        self.source_id = source_id
        self._owner = owner
        self._filter = source_id if shared is not None else None
        self._writer = owner.shelf.writer(source_id if shared is None else shared)

    def __repr__(self) -> str:
        return f"<Artifact {self.source_id} at {self.folder}>"

    @property
    def folder(self) -> str:
        """Where its files are: `Dataset` and `maif ls` take the folder."""
        return self._writer.folder

    # Adding

    def add_text(
        self,
        text: str,
        process_immediately: bool = False,
        generate_embeddings: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> str:
        """Add a text; return its block's id.

        `generate_embeddings` adds its vector, as a block of its own. `process_immediately` has it ready to be found by
        a search, and read by others, when this returns. Personal data in it raise the event `privacy_violation`, if
        that has a handler.
        """
        draft = self._draft(encoded_text(text), _TEXT, metadata)
        return self._add_text(draft, text, process_immediately, generate_embeddings)

    async def add_text_async(
        self,
        text: str,
        process_immediately: bool = False,
        generate_embeddings: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> str:
        """Add a text; return its block's id: see `add_text`."""
        draft = self._draft(encoded_text(text), _TEXT, metadata)
        if not (process_immediately or generate_embeddings or self._looks_for_personal_data()) and self._put_at_once(
            [draft]
        ):
            return draft.block_id
        return await asyncio.to_thread(self._add_text, draft, text, process_immediately, generate_embeddings)

    def _add_text(self, draft: Draft, text: str, process_immediately: bool, generate_embeddings: bool) -> str:
        spans = self._personal_data(text) if self._looks_for_personal_data() else []
        self._put([draft, self._embedding_of(draft, text)] if generate_embeddings else [draft])
        if spans:
            self._tell_of(spans, draft.block_id)
        if process_immediately and self._outbox() is None:
            self._writer.flush()
            self._owner.similarity(self.folder).refresh()
        return draft.block_id

    def add_image(
        self, data: bytes, features: Mapping[str, bool] | Iterable[str] = (), metadata: Mapping[str, Any] | None = None
    ) -> str:
        """Add a picture in its file format, analysed as asked for; return its block's id.

        `features`: any of `object_detection`, `scene_analysis` and `face_detection`, as names or as a dict of them.
        What they find goes into the block's metadata, under `features`. Raises `InvalidArgumentError` for what is no
        picture. Analysing needs the extra `vision`.
        """
        from maif.analysis.pictures import image_format
        from maif.analysis.vision import analyze_image, chosen_features

        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise InvalidTypeError(f"a picture is the bytes of its file, not {type(data).__name__}")
        data = bytes(data)
        chosen, kind = chosen_features(features), image_format(data)
        if kind is None:
            raise InvalidArgumentError(f"{len(data)} bytes that begin with {data[:8]!r} are no picture")
        found: dict[str, Any] = {"format": kind}
        if chosen:
            found["features"] = analyze_image(data, chosen)
        draft = self._draft(data, _IMAGE, metadata, found)
        self._put([draft])
        return draft.block_id

    async def add_image_async(
        self, data: bytes, features: Mapping[str, bool] | Iterable[str] = (), metadata: Mapping[str, Any] | None = None
    ) -> str:
        """Add a picture, analysed as asked for; return its block's id: see `add_image`."""
        return await asyncio.to_thread(self.add_image, data, features, metadata)

    def _draft(
        self,
        data: bytes,
        block_type: str,
        metadata: Mapping[str, Any] | None = None,
        own: Mapping[str, Any] | None = None,
    ) -> Draft:
        if self._filter is not None:
            own = {**(own or {}), SOURCE_ID: self._filter}
        return make_draft(self._writer.source_id, data, block_type, metadata, own)

    def _embedding_of(self, draft: Draft, text: str) -> Draft:
        embedder = self._owner.embedder
        vector = embedder.embed([text])
        described = {TEXT_ID: draft.block_id, EMBEDDER: embedder.name}
        shape = {"count": 1, "dimensions": int(vector.shape[1]), "dtype": "float32"}
        return self._draft(vector.astype("<f4").tobytes(), _EMBEDDINGS, None, described | shape)

    def _outbox(self) -> Outbox | None:
        """Return the outbox of the running message, if this artifact is among those of its processor."""
        outbox, surroundings = current_outbox.get(), current_surroundings.get()
        if outbox is None or surroundings is None:
            return outbox
        return outbox if getattr(surroundings.storage, "client", None) is self._owner else None

    def _put_at_once(self, drafts: list[Draft]) -> bool:
        """Have blocks written if that takes no time worth speaking of; say whether it was so."""
        if (outbox := self._outbox()) is not None:
            outbox.add(*drafts)
            return True
        return self._writer.write_at_once(drafts)

    def _put(self, drafts: list[Draft]) -> None:
        if (outbox := self._outbox()) is not None:
            outbox.add(*drafts)
        else:
            self._writer.write(drafts)

    # Reading

    def read_blocks(self) -> Iterator[Block]:
        """Yield all that the artifact holds now, in the order of writing; last what the running message has added."""
        self._writer.flush()
        for block in read_blocks(self.folder):
            if self._is_ours(block):
                yield block
        for draft in self._waiting():
            yield draft.block()

    async def follow_blocks(self) -> AsyncIterator[Block]:
        """Yield all that the artifact holds, and go on with what comes, without end."""
        await asyncio.to_thread(self._writer.flush)
        async for block in follow_blocks(self.folder, clock=self._owner.clock):
            if self._is_ours(block):
                yield block

    def get_block(self, block_id: str) -> Block:
        """Return a block by its id; raise `BlockNotFoundError` (a `KeyError`) if there is none."""
        for draft in self._waiting():
            if draft.block_id == block_id:
                return draft.block()
        self._writer.flush()
        block = find_block(self.folder, block_id)
        if not self._is_ours(block):
            raise BlockNotFoundError(f"{self!r} has no block with the id {block_id!r}")
        return block

    def flush(self, sync: bool = False) -> None:
        """Return when what was written survives the end of this process, with `sync` also a loss of power."""
        self._writer.flush(sync)

    def _waiting(self) -> list[Draft]:
        """Return what the running message has added to this artifact."""
        outbox = self._outbox()
        entries: list[Draft] = outbox.entries if outbox is not None else []
        return [
            draft
            for draft in entries
            if draft.artifact == self._writer.source_id
            and (self._filter is None or (draft.metadata or {}).get(SOURCE_ID) == self._filter)
        ]

    def _is_ours(self, block: Block) -> bool:
        return self._filter is None or block.metadata.get(SOURCE_ID) == self._filter

    # Analysing and searching

    def analyze_sentiment(self, block_id: str) -> Sentiment:
        """Return whether a text of this artifact is `positive`, `neutral` or `negative`, and how much (−1 to 1).

        Raises `BlockNotFoundError` (a `KeyError`) if there is no such block, `FormatError` if it is no text, and
        `MissingExtraError` without the extra `live`.
        """
        from maif.analysis.sentiment import analyze_sentiment

        return analyze_sentiment(self.get_block(block_id).text)

    async def analyze_sentiment_async(self, block_id: str) -> Sentiment:
        """Return how a text of this artifact sounds: see `analyze_sentiment`."""
        return await asyncio.to_thread(self.analyze_sentiment, block_id)

    def get_detected_objects(self, block_id: str) -> list[DetectedObject]:
        """Return what was detected in a picture of this artifact; if nobody has looked yet, look now.

        Raises `BlockNotFoundError` (a `KeyError`) if there is no such block, `InvalidArgumentError` if it is no
        picture, and `MissingExtraError` without the extra `vision`.
        """
        from maif.analysis.vision import DetectedObject, detect_objects

        block = self.get_block(block_id)
        if block.block_type != _IMAGE:
            raise InvalidArgumentError(f"block {block_id} is no picture, but {block.type_name}")
        found = block.metadata.get("features", {})
        known = [found[name] for name in ("object_detection", "face_detection") if name in found]
        if known:
            return [DetectedObject(**each) for objects in known for each in objects]
        return detect_objects(block.data)

    async def get_detected_objects_async(self, block_id: str) -> list[DetectedObject]:
        """Return what was detected in a picture of this artifact: see `get_detected_objects`."""
        return await asyncio.to_thread(self.get_detected_objects, block_id)

    def search_similar(self, query: str, max_results: int = 10) -> list[Hit]:
        """Return the texts of this artifact that are nearest to a query in meaning, the best first.

        Each has the cosine of the angle between both vectors as its score. Raises `InvalidTypeError` for a query that
        is no text.
        """
        encoded_text(query)
        max_results = whole_number(0, max_results=max_results)
        vector = self._owner.embedder.embed([query])[0]
        found = self.nearest(vector, max_results)
        waiting = [draft for draft in self._waiting() if draft.block_type == _TEXT]
        if not waiting:
            return found
        texts = [draft.data.decode() for draft in waiting]
        scores = (self._owner.embedder.embed(texts) @ vector).tolist()
        fresh = [
            Hit(draft.block_id, score, text, self.source_id, draft.block())
            for draft, score, text in zip(waiting, scores, texts, strict=True)
        ]
        return merge_and_rank_results([found, fresh], max_results)

    def nearest(self, vector: Vectors, max_results: int) -> list[Hit]:
        """Return the texts nearest to a vector by the client's embedder; but not what the running message adds."""
        self._writer.flush()
        found = self._owner.similarity(self.folder).search(vector, max_results, self._filter)
        return [hit if hit.source else hit._replace(source=self.source_id) for hit in found]

    async def search_similar_async(self, query: str, max_results: int = 10) -> list[Hit]:
        """Return the texts of this artifact that are nearest to a query in meaning: see `search_similar`."""
        return await asyncio.to_thread(self.search_similar, query, max_results)

    # Personal data

    def compact(self) -> bool:
        """Rewrite the files that still hold what was anonymised: after this no byte of it is in the folder.

        Return whether all is done: it leaves for later what another process is writing.
        """
        return self._owner.compact(self.folder)

    async def compact_async(self) -> bool:
        """Rewrite the files that still hold what was anonymised: see `compact`."""
        return await asyncio.to_thread(self.compact)

    def _looks_for_personal_data(self) -> bool:
        surroundings = current_surroundings.get()
        return surroundings is not None and surroundings.listens_to("privacy_violation")

    def _personal_data(self, text: str) -> list[Span]:
        from maif.analysis.privacy import find_personal_data

        return find_personal_data(text, self._owner.detectors)

    def _tell_of(self, spans: list[Span], block_id: str) -> None:
        surroundings = current_surroundings.get()
        assert surroundings is not None
        payload = [{"kind": span.kind, "start": span.start, "end": span.end} for span in spans]
        surroundings.emit_soon("privacy_violation", payload, content_id=block_id)
