"""Artifacts against a model: wherever a process dies, in the end each message is in each of its artifacts once."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections import Counter
from concurrent.futures import wait
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.errors import WriteError
from maif.realtime.artifact.draft import Draft, new_block_id
from maif.realtime.artifact.storage import ArtifactStorage
from maif.realtime.artifact.writer import ArtifactWriter
from maif.realtime.client import Client
from maif.realtime.config import StreamConfig
from maif.realtime.outbox import DeadLetter, Origin, Outbox
from maif.segments import Span, read_blocks, segment_paths
from maif.segments.masking import add_mask, mask_text, needles_in, read_masks, remove_masks, replace_all
from maif.verification import verify_file

KEY = bytes(range(32))
CONFIG = StreamConfig(segment_size="4KB")
ARTIFACTS = ["a", "b", "c"]

messages = st.lists(st.lists(st.sampled_from(ARTIFACTS), min_size=1, max_size=4), min_size=1, max_size=12)
events = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 11)),
        st.tuples(st.just("flush"), st.sampled_from(ARTIFACTS)),
        st.tuples(st.just("write part"), st.integers(0, 11)),
        st.tuples(st.just("dead letter"), st.integers(0, 11)),
        st.tuples(st.just("finish"), st.sampled_from(ARTIFACTS)),
        st.tuples(st.just("crash"), st.none()),
    ),
    max_size=25,
)


def outbox_of(position: int, artifacts: list[str]) -> Outbox:
    outbox = Outbox(Origin("source", "group", 0, position))
    for number, artifact in enumerate(artifacts):
        text = f"{position}:{artifact}:{number}".encode()
        outbox.add(Draft(artifact, text + b" " * 200, "TEXT", None, new_block_id()))
    outbox.seal()
    return outbox


def copy_of_now(folder: Path, target: Path) -> None:
    """Copy a folder in which files may be mended meanwhile, again until nothing came or went while it was copied."""
    for _ in range(100):
        with suppress(OSError):
            there = sorted(folder.rglob("*"))
            shutil.copytree(folder, target)
            if there == sorted(folder.rglob("*")):
                return
        shutil.rmtree(target, ignore_errors=True)
    raise AssertionError(f"{folder} does not come to rest")


class Process:
    """One life of a process: what it does, and what it holds to be done."""

    def __init__(self, root: Path) -> None:
        self.client = Client(root=root, private_key=KEY, segment_size="4KB")
        self.storage: ArtifactStorage = self.client.open_storage("live", CONFIG)
        self.done: set[int] = set()

    async def start(self) -> None:
        held = await self.storage.hold("source", "group", {0: 0})
        self.done = set(held[0])

    async def write(self, position: int, artifacts: list[str]) -> None:
        if position not in self.done:
            if (writing := self.storage.write(outbox_of(position, artifacts))) is not None:
                await writing
            self.done.add(position)

    async def write_part(self, position: int, artifacts: list[str]) -> None:
        """Write a message into one more of its artifacts, and have no room left for the next."""
        whole, written = ArtifactWriter.write, itertools.count()

        def write_once(writer: ArtifactWriter, *arguments: Any) -> None:
            if next(written):
                raise WriteError(28, "No space left on device")
            whole(writer, *arguments)

        with pytest.MonkeyPatch.context() as full, suppress(WriteError):
            full.setattr(ArtifactWriter, "write", write_once)
            full.setattr(ArtifactWriter, "write_at_once", lambda *arguments: False)
            await self.write(position, artifacts)

    async def dead_letter(self, position: int) -> None:
        if position not in self.done:
            origin = Origin("source", "group", 0, position)
            await self.storage.write_dead_letter(DeadLetter(origin, "s", b"raw", None, 0.0, 1, "error", "…"))
            self.done.add(position)


@given(messages, events)
@settings(max_examples=60, deadline=None)
def test_each_message_is_in_each_of_its_artifacts_once(topic: list[list[str]], events: list[tuple[str, Any]]) -> None:
    letters: set[int] = set()

    async def live(root: Path) -> Path:
        process = Process(root)
        await process.start()
        try:
            for number, (what, which) in enumerate(events):
                position = which % len(topic) if isinstance(which, int) else 0
                if what == "write":
                    await process.write(position, topic[position])
                elif what == "write part":
                    await process.write_part(position, topic[position])
                elif what == "dead letter":
                    if position not in process.done:
                        letters.add(position)
                    await process.dead_letter(position)
                elif what == "flush":
                    process.client.shelf.writer(which).flush()
                elif what == "finish":
                    process.client.shelf.writer(which).finish()
                else:  # what is on disk now is all that is left
                    left = root.parent / f"{number}"
                    copy_of_now(root, left)
                    process.client.close()
                    root, process = left, Process(left)
                    await process.start()
            for position, artifacts in enumerate(topic):
                await process.write(position, artifacts)
            await process.storage.sync()
            wait(process.client.shelf.mending())
        finally:
            process.client.close()
        with Client(root=root, private_key=KEY) as client:
            held = await client.open_storage("live", CONFIG).hold("source", "group", {0: 0})
            assert held == {0: {*range(len(topic))}}
            wait(client.shelf.mending())
        return root

    with tempfile.TemporaryDirectory() as folder:
        root = asyncio.run(live(Path(folder, "first")))
        found = Counter(block.text.strip() for name in ARTIFACTS for block in read_blocks(root / name))
        assert set(found.values()) <= {1}
        for position, artifacts in enumerate(topic):
            if position not in letters:
                mine = {text for text in found if text.startswith(f"{position}:")}
                assert mine == {f"{position}:{artifact}:{number}" for number, artifact in enumerate(artifacts)}
        assert all(verify_file(path).ok for name in ARTIFACTS for path in segment_paths(root / name))


texts = st.text(alphabet='ab@. \n"\\é', max_size=30)


@given(texts, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["email", "ip"])), max_size=4))
def test_what_is_masked_is_not_left_and_the_rest_is(text: str, places: list[tuple[int, int, str]]) -> None:
    spans = [Span(start, end, kind) for start, end, kind in places if start < end <= len(text)]
    clean = mask_text(text, spans)
    hidden = {number for start, end, _ in spans for number in range(start, end)}
    kept = "".join(character for number, character in enumerate(text) if number not in hidden)
    assert clean.replace("[EMAIL]", "").replace("[IP]", "") == kept
    assert (clean == text) == (not spans)
    needles = needles_in(text, spans)
    assert replace_all({"x": [text, 1, None], text: {"y": text}}, {}) == {"x": [text, 1, None], text: {"y": text}}
    assert all(needle in text for needle in needles)


def test_masks_are_added_and_removed_by_several_at_once(tmp_path: Path) -> None:
    import threading

    with Client(root=tmp_path) as client:
        artifact = client.artifact("a")
        blocks = [artifact.get_block(artifact.add_text(f"text {n}")) for n in range(40)]

    def work(some: list[Any]) -> None:
        for block in some:
            add_mask(artifact.folder, block, [Span(0, 4, "x")])
        remove_masks(artifact.folder, [block.block_id for block in some[::2]])

    threads = [threading.Thread(target=work, args=(blocks[first::4],)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = {block.block_id for first in range(4) for block in blocks[first::4][1::2]}
    assert read_masks(artifact.folder).keys() == left
    remove_masks(artifact.folder, left)
    assert not Path(artifact.folder, "masked.lines").exists()
