"""What messages cause is written once: with the message or not at all, across failures, kills and restarts."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from maif.clock import run
from maif.errors import MessageLostError, WriteError
from maif.realtime.artifact.dead_letters import dead_letter_path
from maif.realtime.artifact.draft import Draft, new_block_id
from maif.realtime.artifact.storage import ArtifactStorage
from maif.realtime.artifact.writer import ArtifactWriter
from maif.realtime.client import Client, get_or_create_artifact
from maif.realtime.config import StreamConfig
from maif.realtime.message import Message
from maif.realtime.outbox import DeadLetter, Origin, Outbox
from maif.realtime.processor import StreamProcessor
from maif.segments import read_blocks, segment_paths
from maif.streaming import MAIFStreamReader


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


def storage_of(client: Client, name: str = "live", **config: Any) -> ArtifactStorage:
    return client.open_storage(name, StreamConfig(**config))


def outbox_of(position: int, *artifacts: str, partition: int | str = 0) -> Outbox:
    outbox = Outbox(Origin("source", "group", partition, position))
    for artifact in artifacts:
        outbox.add(Draft(artifact, f"{partition}:{position}".encode(), "TEXT", None, new_block_id()))
    return outbox


async def write(storage: ArtifactStorage, outbox: Outbox) -> None:
    outbox.seal()
    if (writing := storage.write(outbox)) is not None:
        await writing


def texts_in(folder: Path) -> list[str]:
    return [block.text for block in read_blocks(folder) if block.block_type == "TEXT"]


def test_a_message_is_written_when_it_finishes_and_read_through_the_artifact_before(root: Path) -> None:
    seen: list[list[str]] = []

    async def main() -> None:
        processor = StreamProcessor("live", Client(root=root))
        processor.add_iterable_source(["one", "two"], "letters", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            artifact = get_or_create_artifact(message.source_id)
            block_id = await artifact.add_text_async(message.content or "")
            assert artifact.get_block(block_id).text == message.content
            on_disk = texts_in(Path(artifact.folder))
            assert message.content not in on_disk
            seen.append([block.text for block in artifact.read_blocks()])

        await processor.run()

    asyncio.run(main())
    assert sorted(map(len, seen))[0] == 1
    assert sorted(texts_in(root / "letters")) == ["one", "two"]
    (path,) = segment_paths(root / "letters")
    with MAIFStreamReader(path, verify=True) as reader:
        origins = [block.metadata["_from"] for block in reader.read_blocks_by_type("TEXT")]
    assert sorted(origins) == [["letters", "g", 0, 0, 0, 1], ["letters", "g", 0, 1, 0, 1]]


def test_attempts_that_fail_leave_nothing_behind(root: Path) -> None:
    attempts: Counter[str] = Counter()

    async def main() -> None:
        processor = StreamProcessor("live", Client(root=root), {"retries": 2})
        processor.add_iterable_source(["good", "late", "bad"], "letters", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            text = message.content or ""
            await get_or_create_artifact("kept").add_text_async(text)
            attempts[text] += 1
            if text == "bad" or (text == "late" and attempts[text] == 1):
                raise ValueError(text)

        await processor.run()
        assert processor.stats.dead_letters == 1

    run(main())
    assert sorted(texts_in(root / "kept")) == ["good", "late"]
    with MAIFStreamReader(dead_letter_path(str(root), "live"), verify=True) as reader:
        (letter,) = reader
        assert b'"bad"' in letter.data
        assert letter.metadata["_from"] == ["letters", "g", 0, 2, 0, 1]
        assert letter.metadata["attempts"] == 3
        assert letter.metadata["error"] == "ValueError: bad"
        assert "keep" in letter.metadata["traceback"]


def test_a_second_run_handles_only_what_is_not_there(root: Path) -> None:
    handled: list[str] = []

    async def main(items: Iterable[str]) -> None:
        processor = StreamProcessor("live", Client(root=root), {"retries": 0})
        processor.add_iterable_source(items, "letters", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            handled.append(message.content or "")
            await get_or_create_artifact("kept").add_text_async(message.content or "")
            if message.content == "bad":
                raise ValueError

        await processor.run()

    run(main(["one", "bad", "two"]))
    run(main(["one", "bad", "two", "three"]))
    assert sorted(handled) == ["bad", "one", "three", "two"]
    assert sorted(texts_in(root / "kept")) == ["one", "three", "two"]


def test_what_was_written_too_late_is_refused(root: Path) -> None:
    late: list[BaseException] = []

    async def main() -> None:
        processor = StreamProcessor("live", Client(root=root))
        processor.add_iterable_source(["one"], "letters")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            async def later() -> None:
                await asyncio.sleep(1)
                try:
                    await get_or_create_artifact("kept").add_text_async("late")
                except MessageLostError as error:
                    late.append(error)

            tasks.append(asyncio.create_task(later()))

        tasks: list[asyncio.Task[None]] = []
        await processor.run()
        await asyncio.gather(*tasks)

    run(main())
    assert len(late) == 1
    assert not (root / "kept").exists()


def test_hold_tells_what_is_there_in_full_at_or_after_the_committed_position(root: Path) -> None:
    async def main() -> None:
        with Client(root=root, segment_size="8KB") as client:
            storage = storage_of(client, segment_size="8KB")
            for position in range(40):
                await write(storage, outbox_of(position, "a"))
            await write(storage, outbox_of(3, "b", partition="x"))
            client.shelf.flush()
            assert len(segment_paths(root / "a")) > 2
            other = storage_of(Client(root=root))
            assert await other.hold("source", "group", {0: 30, 1: 0, "x": None}) == {
                0: {*range(30, 40)},
                1: set(),
                "x": {3},
            }
            assert await other.hold("source", "other group", {0: 0}) == {0: set()}
            assert await other.hold("other source", "group", {0: 0}) == {0: set()}
            assert await other.hold("source", "group", {0: 40}) == {0: set()}

    asyncio.run(main())


def test_hold_passes_by_finished_segments_that_lie_before(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        with Client(root=root) as client:
            storage = storage_of(client, segment_size="8KB")
            for position in range(100):
                await write(storage, outbox_of(position, "a"))
        segments = len(segment_paths(root / "a"))
        assert segments > 5
        walked: list[str] = []
        from maif.block_storage import BlockStorage

        iterate = BlockStorage.iterate
        monkeypatch.setattr(
            BlockStorage,
            "iterate",
            lambda self, *a: (walked.append(self.path), iterate(self, *a))[1],
        )
        assert (await storage_of(Client(root=root)).hold("source", "group", {0: 95}))[0] == {*range(95, 100)}
        assert len(walked) <= 2

    asyncio.run(main())


def test_a_message_that_some_of_its_artifacts_hold_is_written_into_the_others(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        client = Client(root=root)
        storage = storage_of(client)
        await write(storage, outbox_of(0, "a", "b"))
        with monkeypatch.context() as broken:
            write_one = ArtifactWriter.write

            def refuse_b(self: ArtifactWriter, *arguments: Any, **options: Any) -> None:
                if self.source_id == "b":
                    raise WriteError(28, "No space left on device")
                write_one(self, *arguments, **options)

            broken.setattr(ArtifactWriter, "write", refuse_b)
            broken.setattr(ArtifactWriter, "write_at_once", lambda *arguments: False)
            with pytest.raises(WriteError):
                await write(storage, outbox_of(1, "a", "b"))
        client.shelf.flush()
        held = await storage_of(Client(root=root)).hold("source", "group", {0: 0})
        assert held == {0: {0}}
        await write(storage, outbox_of(1, "a", "b"))  # the next attempt
        client.close()
        assert texts_in(root / "a") == texts_in(root / "b") == ["0:0", "0:1"]

        again = storage_of(Client(root=root))
        assert await again.hold("source", "group", {0: 0}) == {0: {0, 1}}
        again.release("source", "group", [0])

    asyncio.run(main())


def test_a_restart_completes_what_a_kill_left_in_one_of_two_artifacts(root: Path) -> None:
    async def main() -> None:
        with Client(root=root) as client:
            outbox = outbox_of(5, "a", "b")
            outbox.seal()
            drafts = [draft for draft in outbox.entries if draft.artifact == "a"]
            client.shelf.writer("a").write(drafts, outbox.origin, 2)  # and then the power failed
        with Client(root=root) as client:
            storage = storage_of(client)
            assert await storage.hold("source", "group", {0: 0}) == {0: set()}
            await write(storage, outbox_of(5, "a", "b"))
        assert texts_in(root / "a") == texts_in(root / "b") == ["0:5"]

    asyncio.run(main())


def letter(position: int) -> DeadLetter:
    return DeadLetter(Origin("source", "group", 0, position), "source", b"raw", None, 0.0, 1, "ValueError: x", "…")


def test_dead_letters_count_as_finished_also_where_they_were_renamed(root: Path) -> None:
    async def main() -> None:
        client = Client(root=root)
        storage = storage_of(client)
        await storage.write_dead_letter(letter(1))
        path = dead_letter_path(str(root), "live")
        os.rename(path, f"{path}.replayed")
        await storage.write_dead_letter(letter(2))
        other = storage_of(Client(root=root))
        assert await other.hold("source", "group", {0: 0}) == {0: {1, 2}}
        await other.write_dead_letter(letter(3))  # while the first member writes its own
        assert await other.hold("source", "group", {0: 2}) == {0: {2, 3}}
        client.close()
        other.client.close()
        with MAIFStreamReader(path) as reader:
            assert [block.metadata["_from"][3] for block in reader] == [2]
        with MAIFStreamReader(dead_letter_path(str(root), "live", 2)) as reader:
            assert [block.metadata["_from"][3] for block in reader] == [3]

    asyncio.run(main())


def test_dead_letters_of_a_process_that_died_are_gone_on_with(root: Path) -> None:
    program = f"""
import asyncio, os
from maif.realtime.client import Client
from maif.realtime.config import StreamConfig
from maif.realtime.outbox import DeadLetter, Origin
letter = DeadLetter(Origin("source", "group", 0, 1), "source", b"raw", None, 0.0, 1, "ValueError: x", "…")
asyncio.run(Client(root={str(root)!r}).open_storage("live", StreamConfig()).write_dead_letter(letter))
os.kill(os.getpid(), 9)
"""
    process = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert process.returncode == -signal.SIGKILL
    with Client(root=root) as client:
        asyncio.run(storage_of(client).write_dead_letter(letter(2)))
    with MAIFStreamReader(dead_letter_path(str(root), "live"), verify=True) as reader:
        assert [block.metadata["_from"][3] for block in reader] == [1, 2]


def test_states_are_kept_the_latest_counts(root: Path) -> None:
    async def main() -> None:
        with Client(root=root) as client:
            storage = storage_of(client, segment_size="8KB")
            assert await storage.load("model") is None
            for number in range(5):
                await storage.save("model", bytes([number]) * 5000)
            assert await storage.load("model") == bytes([4]) * 5000
        with Client(root=root) as client:
            assert await storage_of(client).load("model") == bytes([4]) * 5000
            (artifact,) = client.artifacts()
            assert len(segment_paths(artifact.folder)) <= 2

    asyncio.run(main())


MEMBER = """
import asyncio, sys
from maif.realtime.client import Client
from maif.realtime.config import StreamConfig
from maif.realtime.artifact.draft import Draft, new_block_id
from maif.realtime.outbox import Origin, Outbox
root, partition = sys.argv[1], int(sys.argv[2])
async def main():
    with Client(root=root, segment_size="64KB") as client:
        storage = client.open_storage("live", StreamConfig(segment_size="64KB"))
        held = await storage.hold("source", "group", {partition: 0})
        for position in range(300):
            if position not in held[partition]:
                outbox = Outbox(Origin("source", "group", partition, position))
                for artifact in ("a", f"b{position % 3}"):
                    outbox.add(Draft(artifact, f"{partition}:{position}".encode(), "TEXT", None, new_block_id()))
                outbox.seal()
                if (writing := storage.write(outbox)) is not None:
                    await writing
            if position % 20 == 0:
                client.shelf.flush()
                print(position, flush=True)
asyncio.run(main())
"""


def test_two_members_of_a_group_one_of_them_killed_again_and_again_write_each_message_once(root: Path) -> None:
    def member(partition: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", MEMBER, str(root), str(partition)]
        return subprocess.Popen(command, stdout=subprocess.PIPE)

    with member(1) as steady:
        for kill_after in (3, 9):
            with member(0) as doomed:
                assert doomed.stdout is not None
                for _ in range(kill_after):
                    doomed.stdout.readline()
                doomed.kill()
        assert subprocess.run([sys.executable, "-c", MEMBER, str(root), "0"], check=False, timeout=60).returncode == 0
        steady.communicate(timeout=60)
        assert steady.returncode == 0
    everything = sorted(f"{partition}:{position}" for partition in (0, 1) for position in range(300))
    assert sorted(texts_in(root / "a")) == everything
    assert sorted(text for n in range(3) for text in texts_in(root / f"b{n}")) == everything


def test_all_sources_may_share_one_artifact(root: Path) -> None:
    async def main(count: int) -> None:
        processor = StreamProcessor("live", Client(root=root), {"artifacts": "shared"})
        items = [Message(f"source {n % 3}", content=f"text {n}") for n in range(count)]
        processor.add_iterable_source(items, "items", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            artifact = get_or_create_artifact(message.source_id)
            await artifact.add_text_async(message.content or "")
            assert [block.text for block in artifact.read_blocks()][-1] == message.content

        await processor.run()

    run(main(9))
    run(main(12))
    blocks = list(read_blocks(root / "shared"))
    assert sorted(block.text for block in blocks) == sorted(f"text {n}" for n in range(12))
    assert all(block.metadata["source_id"] == f"source {int(block.text[5:]) % 3}" for block in blocks)
    assert [path.name for path in root.iterdir() if path.is_dir()] == ["shared"]


def test_a_batch_handler_writes_for_a_message_in_its_scope(root: Path) -> None:
    async def main() -> None:
        processor = StreamProcessor("live", Client(root=root))
        processor.add_iterable_source(["one", "two", "three"], "letters", group="g")

        @processor.batch_processor(batch_size=3)
        async def keep(messages: list[Message]) -> None:
            for message in messages:
                with message.scope():
                    await get_or_create_artifact("each").add_text_async(message.content or "")
            await get_or_create_artifact("all").add_text_async(f"{len(messages)} messages")

        await processor.run()

    run(main())
    run(main())
    assert sorted(texts_in(root / "each")) == ["one", "three", "two"]
    assert sorted(block.metadata["_from"][3] for block in read_blocks(root / "each")) == [0, 1, 2]
    assert texts_in(root / "all") == ["3 messages"]
    assert [block.metadata for block in read_blocks(root / "all")] == [{}]


def test_what_goes_to_another_client_is_written_at_once_and_not_with_the_message(root: Path) -> None:
    async def main() -> None:
        with Client(root=root / "other") as other:
            processor = StreamProcessor("live", Client(root=root / "own"), {"retries": 1})
            processor.add_iterable_source(["one"], "letters", group="g")

            @processor.on_text_message
            async def keep(message: Message) -> None:
                await get_or_create_artifact("a", other).add_text_async("noted")
                await get_or_create_artifact("a").add_text_async("kept")
                if len(list(other.artifact("a").read_blocks())) < 2:
                    raise ValueError

            await processor.run()

    run(main())
    assert texts_in(root / "other/a") == ["noted", "noted"]
    assert texts_in(root / "own/a") == ["kept"]
