"""Rewriting files without what was anonymised: segments, embeddings, dead letters, and what lies beside them."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator

from maif.block_storage import BlockStorage
from maif.errors import FileLockedError, FormatError, MAIFError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.output import Output, sync_folder
from maif.file.placing import open_locked
from maif.realtime.artifact.draft import EMBEDDER
from maif.realtime.artifact.segment import Writing, finish_abandoned, is_abandoned
from maif.recovery import recover
from maif.segments.masking import (
    LIST_NAME,
    TEXT_ID,
    masked,
    needles_of,
    read_masks,
    remove_masks,
    replace_all,
    rewritten,
)
from maif.segments.naming import segment_paths
from maif.semantic import Embedder

_EMBEDDINGS = BlockType.EMBEDDINGS.value
_LEFT_BESIDE = ("damaged", "recovering", "compacting", "index.maif")  # by recoveries, those that died, and searches


class _GivenUpError(MAIFError):
    """Ends a pass."""


Needles = dict[str, str]  # what must not be found any more, and what takes its place


def needs_compacting(folder: str) -> bool:
    """Say whether an artifact's files still hold something that was anonymised."""
    return os.path.exists(os.path.join(folder, LIST_NAME))


class Compaction:
    """One pass over an artifact's files, after which what was anonymised is in none of them.

    None of the files may be open for writing in this process. Where another process writes a file that must be
    rewritten, the masks of its texts stay, and all that these would be found by. So it is when `given_up` is set: then
    the pass ends at the next block, and the file at hand stays as it is.
    """

    def __init__(
        self, folder: str, letters: Iterable[str], writing: Writing, embedder: Embedder, given_up: threading.Event
    ) -> None:
        self._given_up = given_up
        self._folder = folder
        self._letters = list(letters)
        self._writing = writing
        self._embedder = embedder
        self._masks = read_masks(folder)
        self._clean_texts: dict[str, str] = {}  # by block id: what the embeddings are made of anew

    def run(self) -> bool:
        """Rewrite what must be rewritten; return whether that is all."""
        if not self._masks:
            return True
        done: set[str] = set()
        try:
            for path in segment_paths(self._folder):
                self._go_on()
                with contextlib.suppress(FileLockedError):
                    if is_abandoned(path):
                        finish_abandoned(path, self._writing)
                    with _locked(path):
                        done |= self._rewrite_segment(path)
                        _remove_what_is_beside(path)
        except _GivenUpError:
            return False
        remove_masks(self._folder, done)
        return done == set(self._masks)

    def _go_on(self) -> None:
        if self._given_up.is_set():
            raise _GivenUpError(f"{self._folder}: the compaction was given up")

    def _rewrite_segment(self, path: str) -> set[str]:
        """Rewrite a segment, and before it the dead letters of what it holds; return the ids of the texts in it."""
        found: set[str] = set()
        needles: Needles = {}
        embeddings = False
        with BlockStorage(path) as storage:
            for block in storage:
                self._go_on()
                if block.block_id in self._masks:
                    found.add(block.block_id)
                    needles |= needles_of(block, self._masks)
                    self._clean_texts[block.block_id] = masked(block, self._masks).text
                elif block.block_type == _EMBEDDINGS:
                    embeddings = embeddings or block.metadata.get(TEXT_ID) in self._masks
        cleaned = [clean_letters(letters, needles, self._writing) for letters in self._letters]
        if not all(cleaned):
            return set()
        if found or embeddings:
            _rewrite(path, self._clean, self._writing)
        return found

    def _clean(self, block: Block) -> Block:
        """Return a block without what is masked in it; a text's embedding is made anew."""
        self._go_on()
        clean = masked(block, self._masks)
        if clean is block or block.block_type != _EMBEDDINGS or block.metadata.get(EMBEDDER) != self._embedder.name:
            return clean
        text = self._clean_texts.get(block.metadata[TEXT_ID])
        if text is None:
            return clean
        vector = self._embedder.embed([text]).astype("<f4")
        return rewritten(block, vector.tobytes(), block.metadata)


def clean_letters(path: str, needles: Needles, writing: Writing) -> bool:
    """Rewrite a file of dead letters in which a needle is found; return whether it holds none now."""
    spelled = {spelling: mask for needle, mask in needles.items() for spelling in _spellings(needle)}

    def clean(block: Block) -> Block:
        data = block.data
        for needle, mask in spelled.items():
            data = data.replace(needle, mask.encode())
        return rewritten(block, data, replace_all(block.metadata, needles))

    try:
        with BlockStorage(path, allow_unfinished=True) as storage:
            found = any(needle in bytes(block.frame) for block in storage.iterate() for needle in spelled)
        if not found:
            return True
        if is_abandoned(path):
            recover(path, private_key=writing.key, clock=writing.clock)
        with _locked(path):
            _rewrite(path, clean, writing)
            _remove_what_is_beside(path)
    except FileLockedError:
        return False
    except (FormatError, FileNotFoundError):  # nothing to be read, by us or anybody; or replayed and gone
        return True
    return True


def _remove_what_is_beside(path: str) -> None:
    """Remove what recoveries, compactions and searches of a file have left; nobody is at one while its lock is held."""
    for what in _LEFT_BESIDE:
        for left in glob.glob(f"{glob.escape(path)}.{what}*"):
            os.unlink(left)


def _spellings(text: str) -> set[bytes]:
    """Return how a text may stand in bytes: as it is, and as JSON may have it."""
    return {text.encode(), json.dumps(text)[1:-1].encode(), json.dumps(text, ensure_ascii=False)[1:-1].encode()}


@contextlib.contextmanager
def _locked(path: str) -> Iterator[None]:
    with contextlib.closing(open_locked(path, Output)):
        yield


def _rewrite(path: str, clean: Callable[[Block], Block], writing: Writing) -> None:
    """Put a file with each block cleaned into the place of one: at once, when it is safe on disk."""
    new = f"{path}.compacting"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(new)  # left by a compaction that was killed
    try:
        with BlockStorage(path) as storage, writing.open(new, "x") as writer:
            for block in storage:
                writer.copy_block(clean(block))
        shutil.copymode(path, new)
        os.replace(new, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new)
    sync_folder(os.path.dirname(os.path.abspath(path)))
