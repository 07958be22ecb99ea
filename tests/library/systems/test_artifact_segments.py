"""Artifacts on disk: folders of segments, one writer each, finished, gone on with, and mended after a death."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.block_storage import BlockStorage
from maif.clock import VirtualClock
from maif.errors import BlockNotFoundError, ClosedError, InvalidArgumentError, InvalidTypeError, WriteError
from maif.realtime.artifact.naming import folder_name, source_id_of
from maif.realtime.artifact.segment import highest_in, is_abandoned
from maif.realtime.client import Client, create_client, get_or_create_artifact
from maif.segments import SegmentReader, read_blocks, segment_paths
from maif.verification import verify_file

SMALL = "20KB"


def texts_in(folder: str | Path) -> list[str]:
    return [block.text for block in read_blocks(folder) if block.block_type == "TEXT"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_what_was_added_is_read_in_its_order(root: Path) -> None:
    with create_client("guide", root) as client:
        artifact = get_or_create_artifact("notes", client)
        ids = [artifact.add_text(f"text {n}", metadata={"n": n}) for n in range(3)]
        assert [block.block_id for block in artifact.read_blocks()] == ids
        assert artifact.get_block(ids[1]).metadata == {"n": 1}
    assert texts_in(artifact.folder) == ["text 0", "text 1", "text 2"]
    assert [verify_file(path).ok for path in segment_paths(artifact.folder)] == [True]


def test_a_source_has_one_artifact_and_no_folder_before_something_is_added(root: Path) -> None:
    with Client(root=root) as client:
        artifact = client.artifact("a")
        assert client.artifact("a") is artifact
        assert list(artifact.read_blocks()) == []
        assert not os.path.exists(artifact.folder)


def test_a_full_segment_is_finished_and_the_next_begun(root: Path) -> None:
    with Client(root=root, segment_size=SMALL) as client:
        artifact = client.artifact("a")
        for n in range(200):
            artifact.add_text(f"text {n}")
    paths = segment_paths(artifact.folder)
    assert len(paths) > 3
    assert all(os.path.getsize(path) < 3 * 20_480 and verify_file(path).ok for path in paths)
    assert texts_in(artifact.folder) == [f"text {n}" for n in range(200)]


def test_a_small_segment_is_gone_on_with_a_larger_one_is_not(root: Path) -> None:
    for start in (0, 3, 60):
        with Client(root=root, segment_size="64KB") as client:
            for n in range(start, 3 if start == 0 else 60 if start == 3 else 61):
                client.artifact("a").add_text(f"text {n}")
    paths = segment_paths(root / "a")
    assert [os.path.basename(path) for path in paths] == ["000001.maif", "000002.maif"]
    assert texts_in(root / "a") == [f"text {n}" for n in range(61)]
    assert all(verify_file(path).ok for path in paths)


def test_the_key_is_kept_for_its_owner_alone(root: Path) -> None:
    with Client(root=root) as client:
        client.artifact("a").add_text("one")
    assert stat.S_IMODE((root / "agent.key").stat().st_mode) == 0o600
    with Client(root=root) as client:
        client.artifact("a").add_text("two")
    (path,) = segment_paths(root / "a")
    assert verify_file(path).ok
    with BlockStorage(path) as storage:
        assert storage.public_key() == client.shelf.writing.key.public_key().public_bytes_raw()


def test_another_key_begins_another_segment(root: Path) -> None:
    for key in (bytes(32), bytes(range(32))):
        with Client(root=root, private_key=key) as client:
            client.artifact("a").add_text("a text")
    assert len(segment_paths(root / "a")) == 2
    assert not (root / "agent.key").exists()


def test_two_clients_at_once_write_segments_of_their_own(root: Path) -> None:
    with Client(root=root) as one, Client(root=root) as other:
        for n in range(3):
            one.artifact("a").add_text(f"one {n}")
            other.artifact("a").add_text(f"other {n}")
        one.artifact("a").flush()
        other.artifact("a").flush()
        assert sorted(texts_in(root / "a")) == sorted([f"{who} {n}" for n in range(3) for who in ("one", "other")])
    assert len(segment_paths(root / "a")) == 2


def open_segments(root: Path) -> list[str]:
    """Return the names of the artifacts that have a segment which is not finished."""
    found = []
    for path in sorted(root.glob("*/*.maif")):
        with BlockStorage(path, allow_unfinished=True) as segment:
            found += [path.parent.name] * (not segment.finished)
    return found


def test_many_open_segments_are_finished_when_they_are_idle(root: Path) -> None:
    clock = VirtualClock()
    with Client(root=root, max_open=2, clock=clock) as client:
        for n in range(4):
            client.artifact(f"a{n}").add_text("a text")
        assert open_segments(root) == ["a0", "a1", "a2", "a3"]  # all are busy
        clock.sleep(11)
        client.artifact("a3").add_text("a text")
        client.artifact("a4").add_text("a text")
        client.shelf.sync()  # waits for what is finished in the background
        assert open_segments(root) == ["a3", "a4"]
        client.shelf.finish()
        client.artifact("a0").add_text("again")
    assert texts_in(root / "a0") == ["a text", "again"]


def test_what_was_written_reaches_its_file_also_when_nothing_follows_some_artifacts_at_a_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    class Flusher:
        """Takes note of who asks for a visit, and makes none."""

        def ask(self, shelf: object) -> bool:
            asked.append(shelf)
            return True

    monkeypatch.setattr("maif.realtime.artifact.shelf.FLUSHER", Flusher())
    monkeypatch.setattr("maif.realtime.artifact.shelf.AT_A_VISIT", 2)
    with Client(root=root) as client:
        client.artifact("a0").add_text("a text")
        assert asked == [client.shelf]
        for n in (1, 2, 1):
            client.artifact(f"a{n}").add_text("a text")
        asked.clear()
        assert [texts_in(root / f"a{n}") for n in range(3)] == [[], [], []]
        client.shelf.flush_waiting()
        assert [texts_in(root / f"a{n}") for n in range(3)] == [["a text"], ["a text"] * 2, []]
        assert asked == [client.shelf]  # those that have waited for longest came first: another visit is for the rest
        client.shelf.flush_waiting()
        assert texts_in(root / "a2") == ["a text"]
        assert asked == [client.shelf]


def test_ids_of_any_kind_have_folders_below_the_root(root: Path) -> None:
    ids = ["..", ".", "a/b", "agent.key", "x.maif", "ä", "%2E", "nul\0", "x" * 300, "ü" * 100]
    with Client(root=root) as client:
        for source_id in ids:
            client.artifact(source_id).add_text(source_id)
        assert sorted(artifact.source_id for artifact in client.artifacts()) == sorted(ids)
        for source_id in ids:
            artifact = client.artifact(source_id)
            assert os.path.dirname(artifact.folder) == str(root)
            assert [block.text for block in artifact.read_blocks()] == [source_id]


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_no_two_ids_have_the_same_folder(one: str, other: str) -> None:
    name = folder_name(one)
    assert len(name.encode()) <= 200
    assert "/" not in name
    assert not name.startswith(".")
    assert (name == folder_name(other)) == (one == other)
    if not name.startswith("sha256="):
        assert source_id_of(f"root/{name}") == one


@pytest.mark.parametrize(("source_id", "error"), [("", InvalidArgumentError), (7, InvalidTypeError)])
def test_an_id_that_is_none_is_refused(root: Path, source_id: Any, error: type[Exception]) -> None:
    with Client(root=root) as client, pytest.raises(error):
        client.artifact(source_id)


def test_what_is_no_text_and_metadata_that_are_reserved_are_refused_before_anything_is_written(root: Path) -> None:
    with Client(root=root) as client:
        artifact = client.artifact("a")
        with pytest.raises(InvalidTypeError, match="a text is a str"):
            artifact.add_text(b"bytes")  # type: ignore[arg-type]
        with pytest.raises(InvalidArgumentError, match="UTF-8"):
            artifact.add_text("\ud800")
        with pytest.raises(InvalidArgumentError, match="_from"):
            artifact.add_text("a", metadata={"_from": 1})
        with pytest.raises(InvalidTypeError, match="JSON"):
            artifact.add_text("a", metadata={"when": object()})
        assert not os.path.exists(artifact.folder)


def test_sources_that_share_an_artifact_are_told_apart(root: Path) -> None:
    with Client(root=root) as client:
        cats, dogs = client.artifact("cats", shared=True), client.artifact("dogs", shared=True)
        cats.add_text("meow")
        block_id = dogs.add_text("wuff", metadata={"loud": True})
        assert cats.folder == dogs.folder
        assert [block.text for block in cats.read_blocks()] == ["meow"]
        assert [block.metadata for block in dogs.read_blocks()] == [{"loud": True, "source_id": "dogs"}]
        with pytest.raises(KeyError):
            cats.get_block(block_id)


def test_a_disk_that_refuses_fails_the_artifact_for_good(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(root=root)
    artifact = client.artifact("a")
    artifact.add_text("one")
    artifact.flush()
    artifact.add_text("two")

    def refuse(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "pwrite", refuse)
        with pytest.raises(WriteError, match="No space left"):
            artifact.flush()
    with pytest.raises(ClosedError, match="an earlier write failed"):
        artifact.add_text("three")
    for _ in range(2):
        with pytest.raises(ClosedError):
            client.shelf.sync()
    with pytest.raises(ClosedError):
        client.close()
    with Client(root=root) as again:
        again.artifact("a").add_text("three")
        wait(again.shelf.mending())
    assert texts_in(root / "a") == ["one", "three"]


WRITER = """
import os, sys
from maif.realtime.client import Client
from maif.realtime.outbox import Origin
from maif.realtime.artifact.draft import Draft, new_block_id
client = Client(root=sys.argv[1])
writer = client.shelf.writer("a")
calls, last = 0, int(sys.argv[2])
pwrite = os.pwrite
def doomed(descriptor, data, position):
    global calls
    calls += 1
    if calls == last:
        pwrite(descriptor, data[: len(data) // 2], position)
        os.kill(os.getpid(), 9)
    return pwrite(descriptor, data, position)
os.pwrite = doomed
for n in range(6):
    drafts = [Draft("a", f"{n} {part}".encode() * 30, "TEXT", None, new_block_id()) for part in range(3)]
    writer.write(drafts, Origin("source", "group", 0, n))
    writer.flush()
    os.write(1, f"{n}\\n".encode())
"""


@pytest.mark.parametrize("death", [2, 3, 6])
def test_a_killed_writer_leaves_whole_groups_alone(root: Path, death: int) -> None:
    command = [sys.executable, "-c", WRITER, str(root), str(death)]
    process = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert process.returncode == -signal.SIGKILL, process.stderr.decode()
    flushed = [int(line) for line in process.stdout.split()]
    expected = [f"{n} {part}" * 30 for n in flushed for part in range(3)]
    assert texts_in(root / "a") == expected  # as it is, before anybody mends it
    (path,) = segment_paths(root / "a")
    assert is_abandoned(path)
    with Client(root=root) as client:
        client.artifact("a").add_text("after")
        assert [os.path.basename(each) for each in segment_paths(root / "a")] == ["000001.maif", "000002.maif"]
        wait(client.shelf.mending())
        client.shelf.flush()
        assert texts_in(root / "a") == [*expected, "after"]
    assert all(verify_file(each).ok for each in segment_paths(root / "a"))
    assert sorted(os.listdir(root / "a")) == ["000001.maif", "000002.maif"]
    with BlockStorage(path) as storage:
        assert highest_in(storage) == ({("source", "group", 0): flushed[-1]} if flushed else {})
    assert texts_in(root / "a") == [*expected, "after"]


def test_a_torn_segment_is_cut_at_any_byte_and_keeps_whole_groups(root: Path, tmp_path: Path) -> None:
    from maif.realtime.artifact.draft import Draft, new_block_id
    from maif.realtime.outbox import Origin

    client = Client(root=root)
    writer = client.shelf.writer("a")
    sizes, ids = [], []
    for n in range(3):
        drafts = [Draft("a", f"{n} {part}".encode(), "TEXT", None, new_block_id()) for part in range(2)]
        writer.write(drafts, Origin("source", "group", 0, n))
        writer.flush()
        ids += [draft.block_id for draft in drafts]
        sizes.append(os.path.getsize(segment_paths(root / "a")[0]))
    content = Path(segment_paths(root / "a")[0]).read_bytes()
    client.close()
    copy = tmp_path / "cut" / "000001.maif"
    copy.parent.mkdir()

    @settings(max_examples=60)
    @given(st.integers(444, len(content)))
    def check(size: int) -> None:
        copy.write_bytes(content[:size])
        whole = sum(end <= size for end in sizes)
        assert texts_in(copy.parent) == [f"{n} {part}" for n in range(whole) for part in range(2)]
        with SegmentReader(copy) as reader:
            assert len(reader) == 2 * whole
            assert [block.text for block in reader[:]] == texts_in(copy.parent)
            there = {block.block_id for block in reader}
            for block_id in ids:
                try:
                    assert reader.get_block(block_id).block_id in there
                except BlockNotFoundError:
                    assert block_id not in there

    check()


def test_a_follower_sees_what_comes_in_one_segment_after_the_other(root: Path) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        client = Client(root=root, segment_size=SMALL)
        artifact = client.artifact("a")

        async def follow() -> None:
            async for block in artifact.follow_blocks():
                seen.append(block.text)
                if len(seen) == 150:
                    return

        following = asyncio.create_task(follow())
        for n in range(150):
            await artifact.add_text_async(f"text {n}")
            if n % 50 == 20:
                await asyncio.to_thread(client.close)  # finished, and then gone on with
        await asyncio.to_thread(client.close)
        await asyncio.wait_for(following, 30)
        return seen

    assert asyncio.run(main()) == [f"text {n}" for n in range(150)]


def test_a_program_that_ends_without_closing_finishes_its_files(root: Path) -> None:
    program = f"""
from maif.realtime.client import Client
client = Client(root={str(root)!r})
for n in range(3):
    client.artifact(str(n)).add_text("a text")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert all(verify_file(path).ok for n in range(3) for path in segment_paths(root / str(n)))


def test_what_another_key_has_signed_is_not_finished_with_ours(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    process = subprocess.run(
        [sys.executable, "-c", WRITER, str(root), "4"], check=False, capture_output=True, timeout=60
    )
    assert process.returncode == -signal.SIGKILL
    (path,) = segment_paths(root / "a")
    before = texts_in(root / "a")
    with Client(root=root, private_key=bytes(32)) as client:
        client.artifact("a").add_text("after")
        wait(client.shelf.mending())
    assert is_abandoned(path)
    assert "another private key" in caplog.text
    assert texts_in(root / "a") == [*before, "after"]


def test_what_was_damaged_before_its_end_is_kept_beside(root: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", WRITER, str(root), "5"], check=False, capture_output=True, timeout=60
    )
    assert process.returncode == -signal.SIGKILL
    (path,) = segment_paths(root / "a")
    content = bytearray(Path(path).read_bytes())
    content[content.index(b"0 0") + 1] ^= 1
    Path(path).write_bytes(content)
    with Client(root=root) as client:
        client.artifact("a").add_text("after")
        wait(client.shelf.mending())
    assert Path(f"{path}.damaged").read_bytes() == content
    others = [int(line) for line in process.stdout.split()][1:]
    assert texts_in(root / "a") == [*(f"{n} {part}" * 30 for n in others for part in range(3)), "after"]
