"""`Client`: who keeps artifacts, where, with which key and embedder; and what asks all of its artifacts."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from maif.arguments import path_text, real_number, whole_number
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import BlockNotFoundError, InvalidArgumentError, InvalidTypeError, MAIFError
from maif.file.integrity import load_private_key
from maif.parallel import map_as_completed
from maif.realtime.artifact.agent_key import kept_key
from maif.realtime.artifact.anonymizing import anonymize_draft, anonymize_written
from maif.realtime.artifact.artifact import Artifact
from maif.realtime.artifact.compacting import Compaction, needs_compacting
from maif.realtime.artifact.dead_letters import DeadLetters, dead_letter_paths
from maif.realtime.artifact.naming import source_id_of
from maif.realtime.artifact.segment import Writing
from maif.realtime.artifact.shelf import Shelf, artifact_folders
from maif.realtime.artifact.similarity import SimilarityIndex
from maif.realtime.artifact.storage import ArtifactStorage
from maif.realtime.outbox import current_outbox, current_surroundings
from maif.segments import Span, segment_paths
from maif.semantic import Hit, as_embedder, merge_and_rank_results
from maif.streaming.pending import did_of
from maif.units import parse_size

if TYPE_CHECKING:
    from maif.analysis.privacy import Detector
    from maif.file.integrity import PrivateKey
    from maif.realtime.artifact.draft import Draft
    from maif.realtime.config import StreamConfig
    from maif.semantic import Embedder

_log = logging.getLogger("maif.realtime")

SHARED = "shared"  # the artifact of all sources, where they have none of their own


class Client:
    """Writes artifacts below the folder `root`, as `agent_id`.

    Without `private_key` (see `maif.file.integrity.load_private_key`) the client signs with a key of its own, which it
    keeps in `<root>/agent.key` for its owner's eyes only: another key could not go on with what this one has signed.
    `embedder` makes vectors of texts; by default the best that is installed (`maif.semantic.default_embedder`).
    The client finishes a segment at `segment_size`, and idle ones when more than `max_open` are open.

    Closing the client, or leaving its `with` block, finishes its files; so does the end of the program. You can use it
    again after that. It raises `WriteError` or another `OSError` where the folder cannot be written to.

    >>> with create_client("guide", root="tour-data") as client:
    ...     notes = client.artifact("notes")
    ...     block_id = notes.add_text("hello")
    ...     [block.text for block in notes.read_blocks()]
    ['hello']
    """

    def __init__(
        self,
        agent_id: str = "maif",
        root: str | os.PathLike[str] = "maif-data",
        private_key: PrivateKey | None = None,
        embedder: Embedder | None = None,
        *,
        segment_size: int | str = "64MB",
        max_open: int = 256,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        did_of(agent_id)  # raises for what is no agent: each block would, later
        self.agent_id = agent_id
        self.root = os.path.abspath(path_text(root))
        self.clock = clock
        self.detectors: list[Detector] = []
        """What finds personal data besides the detectors of `maif.analysis.privacy`."""
        self._embedder = None if embedder is None else as_embedder(embedder)
        self._artifacts: dict[str, Artifact] = {}
        self._similarity: dict[str, SimilarityIndex] = {}
        self._letters: dict[str, DeadLetters] = {}
        self._lock = threading.RLock()
        size, most = whole_number(1, segment_size=parse_size(segment_size)), whole_number(1, max_open=max_open)
        os.makedirs(self.root, exist_ok=True)
        key = load_private_key(private_key) if private_key is not None else kept_key(self.root)
        writing = Writing(agent_id, key, size, clock=clock)
        self.shelf = Shelf(self.root, writing, most, opened=self._close_at_exit)
        self._to_be_closed = False

    def __repr__(self) -> str:
        return f"<Client {self.agent_id} at {self.root}>"

    @property
    def embedder(self) -> Embedder:
        """What makes vectors of texts."""
        with self._lock:
            if self._embedder is None:
                from maif.semantic import default_embedder

                self._embedder = default_embedder()
            return self._embedder

    def artifact(self, source_id: str, *, shared: bool = False) -> Artifact:
        """Return the artifact of a source: a folder of its own, or with `shared` its part of one that all share."""
        if shared:
            return Artifact(self, source_id, shared=SHARED)
        if (artifact := self._artifacts.get(source_id)) is None:
            with self._lock:
                artifact = self._artifacts.setdefault(source_id, Artifact(self, source_id))
        return artifact

    def artifacts(self) -> Iterator[Artifact]:
        """Yield all artifacts below the root that hold something, whoever wrote them."""
        return (self.artifact(source_id_of(folder)) for folder in artifact_folders(self.root) if segment_paths(folder))

    def similarity(self, folder: str) -> SimilarityIndex:
        """Return the index of an artifact's texts, which is kept in memory."""
        with self._lock:
            if (index := self._similarity.get(folder)) is None:
                index = self._similarity[folder] = SimilarityIndex(folder, self.embedder)
            return index

    def _close_at_exit(self) -> None:
        """Have the client closed at the end of the program, unless that is done before."""
        if not self._to_be_closed:
            self._to_be_closed = True
            atexit.register(self.close)

    def dead_letters(self, name: str) -> DeadLetters:
        """Return where the dead letters of a processor go."""
        self._close_at_exit()
        with self._lock:
            if (letters := self._letters.get(name)) is None:
                letters = self._letters[name] = DeadLetters(self.root, name, self.shelf.writing)
            return letters

    def open_storage(self, name: str, config: StreamConfig) -> ArtifactStorage:
        """Return where the processor of this name keeps what its messages cause."""
        return ArtifactStorage(self, name, config)

    def find_similar(self, content: str, threshold: float = 0.8, max_results: int = 10) -> list[Hit]:
        """Return the texts of all artifacts that are at least as similar to a content as `threshold` (a cosine).

        The best come first. The search leaves out what the running message has added. Raises `InvalidTypeError` for a
        content that is no text, and `InvalidArgumentError` for a threshold that no cosine is.
        """
        if not isinstance(content, str):
            raise InvalidTypeError(f"content is a str, not {type(content).__name__}")
        max_results, threshold = whole_number(0, max_results=max_results), real_number(threshold=threshold)
        if not -1 <= threshold <= 1:
            raise InvalidArgumentError(f"threshold must be from -1 to 1, got {threshold!r}")
        self.shelf.flush()
        vector = self.embedder.embed([content])[0]
        found = map_as_completed(lambda artifact: artifact.nearest(vector, max_results), self.artifacts())
        hits = merge_and_rank_results(found, max_results)
        return [hit for hit in hits if hit.score >= threshold]

    def anonymize(self, content_id: str | None) -> int:
        """Take personal data out of a text; return how many places were masked.

        In the running message's outbox the text is changed before it reaches the disk. Elsewhere no reading of the
        artifact, no index and no search gives the data any more, and `compact` takes them out of the files. None, for
        a text that nobody stored, does nothing. Raises `BlockNotFoundError` for an id that is nowhere,
        `InvalidArgumentError` for a block that is no text.
        """
        if content_id is None:
            return 0
        outbox = current_outbox.get()
        drafts: list[Draft] = outbox.entries if outbox is not None else []
        if (places := anonymize_draft(content_id, drafts, self._personal_data, self.embedder)) is not None:
            return places
        self.shelf.flush()
        for folder in artifact_folders(self.root):
            if (places := anonymize_written(content_id, folder, self._personal_data)) is not None:
                return places
        raise BlockNotFoundError(f"no artifact in {self.root} has a block with the id {content_id!r}")

    def _personal_data(self, text: str) -> list[Span]:
        from maif.analysis.privacy import find_personal_data

        return find_personal_data(text, self.detectors)

    def compact(self, folder: str | None = None) -> bool:
        """Rewrite the files that still hold what was anonymised, of one artifact or of all; return whether all is done.

        It leaves for later what another process is writing.
        """
        folders = [folder] if folder is not None else artifact_folders(self.root)
        done = [self._compact(each, threading.Event()) for each in folders if needs_compacting(each)]
        return all(done)

    def compact_later(self, folder: str) -> Future[None] | None:
        """Have an artifact's files rewritten in the background; None if there is nothing to do."""
        if not needs_compacting(folder):
            return None
        chores = self.shelf.chores  # which do first what was to be mended before
        return chores.put(partial(self._try_to_compact, folder, chores.given_up))

    def _try_to_compact(self, folder: str, given_up: threading.Event) -> None:
        try:
            self._compact(folder, given_up)
        except (MAIFError, OSError) as error:
            _log.warning("%s still holds what was anonymised, and cannot be rewritten: %s", folder, error)

    def _compact(self, folder: str, given_up: threading.Event) -> bool:
        for letters in [*self._letters.values()]:
            letters.close()
        with self.shelf.writer(source_id_of(folder)).at_rest():
            paths = dead_letter_paths(self.root)
            return Compaction(folder, paths, self.shelf.writing, self.embedder, given_up).run()

    def close(self, timeout: float | None = None) -> None:
        """Finish the files that are being written, and take out of them what was anonymised.

        It leaves the latter to the next start if that takes more than `timeout` seconds; None waits for it.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        atexit.unregister(self.close)
        self._to_be_closed = False
        for letters in [*self._letters.values()]:
            letters.close()
        self.shelf.finish(timeout)
        folders = [folder for folder in artifact_folders(self.root) if needs_compacting(folder)]
        if not folders:
            return
        chores = self.shelf.chores
        compacting = chores.put(lambda: [self._compact(folder, chores.given_up) for folder in folders])
        done, _ = wait([compacting], None if deadline is None else max(0.0, deadline - time.monotonic()))
        if done:
            compacting.result()
        else:
            self.shelf.leave_chores()
            _log.warning("%s: there is no time to take out what was anonymised, the next start does it", self.root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_client(
    agent_id: str = "maif",
    root: str | os.PathLike[str] = "maif-data",
    private_key: PrivateKey | None = None,
    embedder: Any = None,
    **options: Any,
) -> Client:
    """Return a client: see `Client`, which also says what other options there are.

    `embedder` may be anything with `encode(texts)`.
    """
    return Client(agent_id, root, private_key, embedder, **options)


_default: Client | None = None
_default_lock = threading.Lock()


def default_client() -> Client:
    """Return the client of whoever has made none, made when it is first asked for: in the folder `maif-data`."""
    global _default
    with _default_lock:
        if _default is None:
            _default = Client()
        return _default


def current_client() -> Client:
    """Return the client of the processor that runs this handler; outside of handlers, the default one."""
    surroundings = current_surroundings.get()
    client = None if surroundings is None else getattr(surroundings.storage, "client", None)
    return client if isinstance(client, Client) else default_client()


def get_or_create_artifact(source_id: str, client: Client | None = None) -> Artifact:
    """Return the artifact of a source: inside a handler that of its processor's client, else of the default one.

    The disk has nothing of it before you add something. It raises `InvalidArgumentError` for an empty id.
    """
    if client is not None:
        return client.artifact(source_id)
    surroundings = current_surroundings.get()
    shared = surroundings is not None and getattr(surroundings.storage, "shared", False)
    return current_client().artifact(source_id, shared=shared)


async def find_similar_content(
    content: str, threshold: float = 0.8, max_results: int = 10, *, client: Client | None = None
) -> list[Hit]:
    """Return the texts of all artifacts that are at least as similar to a content as `threshold`, the best first.

    It leaves out the running message itself. See `Client.find_similar`.
    """
    return await asyncio.to_thread((client or current_client()).find_similar, content, threshold, max_results)


async def anonymize_content(content_id: str | None, *, client: Client | None = None) -> int:
    """Take personal data out of a text that was stored; return how many places were masked.

    See `Client.anonymize`. The topic or file that the text came from keeps it.
    """
    return await asyncio.to_thread((client or current_client()).anonymize, content_id)
