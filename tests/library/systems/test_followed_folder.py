"""A folder against a model: whatever is appended comes out once, whatever becomes of the files that it stands in."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.errors import FormatError
from maif.realtime.sources.files.bookmarks import Bookmarks
from maif.realtime.sources.files.folder import FollowedFolder, Notice, Rules

LENGTHS = st.lists(st.sampled_from([0, 3, 700, 3000]), max_size=12)
DEEDS = st.one_of(
    st.tuples(st.just("append"), LENGTHS),
    st.tuples(st.just("poll")),
    st.tuples(st.just("rotate"), LENGTHS, st.booleans()),
    st.tuples(st.just("copy_and_cut"), LENGTHS, LENGTHS),
    st.tuples(st.just("compress"), LENGTHS, st.booleans()),
    st.tuples(st.just("commit"), st.integers(0, 40)),
    st.tuples(st.just("restart")),
    st.tuples(st.just("remove_oldest")),
    st.tuples(st.just("make_anew"), LENGTHS),
)


@pytest.fixture(autouse=True, scope="module")
def _without_waiting_for_disks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


class World:
    """A log, whatever rotates it, and whoever follows it. What rotates a log lets a poll pass before and after."""

    def __init__(self, folder: Path, pattern: str) -> None:
        self.folder, self.log, self.pattern = folder / "logs", folder / "logs/app.log", pattern
        self.positions = folder / "positions.json"
        self.folder.mkdir()
        self.log.touch()
        self.now, self.copies = 0.0, 0
        self.written: list[str] = []
        self.read: list[str] = []
        self.uncommitted: dict[str, list[int]] = {}
        self.follow()

    def follow(self) -> None:
        rules = Rules(poll_interval=1.0, final_line_after=5.0, max_line=1 << 20)
        self.followed = FollowedFolder(str(self.folder), self.pattern, Bookmarks(self.positions, "s"), rules)

    def append(self, lengths: list[int], path: Path | None = None) -> None:
        with open(path or self.log, "ab") as file:
            for length in lengths:
                line = f"line {len(self.written)} " + "x" * length
                self.written.append(line)
                file.write(line.encode() + b"\n")

    def poll(self, seconds: float = 1.0) -> None:
        self.now += seconds
        while found := self.followed.poll(self.now):
            for block in found:
                if isinstance(block, Notice):
                    assert block.name == "truncated"
                    continue
                lines = self.uncommitted.setdefault(block.tail.mark.partition, [])
                for line in block.lines():
                    assert not line.problem
                    self.read.append(line.data.decode())
                    lines.append(line.next)

    def rotate(self, late: list[int], at_once: bool) -> None:
        self.poll()
        for number in (3, 2, 1):
            if (older := self.log.with_name(f"app.log.{number}")).exists():
                older.rename(self.log.with_name(f"app.log.{number + 1}"))
        rotated = self.log.rename(self.log.with_name("app.log.1"))
        self.append(late, rotated)
        self.append([] if at_once else [3])

    def copy_and_cut(self, before: list[int], after: list[int]) -> None:
        if not self.log.stat().st_size:
            self.append([3])  # an empty file cannot be told from another
        self.poll()
        self.append(before)
        self.copies += 1
        shutil.copyfile(self.log, self.folder / f"copy{self.copies}.old")
        os.truncate(self.log, 0)
        self.append(after)
        self.poll()

    def compress(self, late: list[int], seen: bool) -> None:
        if (older := self.log.with_name("app.log.1")).exists():
            self.poll()
            self.append(late, older)
            compressed = self.log.with_name("app.log.1.gz")
            compressed.write_bytes(gzip.compress(older.read_bytes()))
            if seen:
                self.poll()
            older.unlink()
            self.poll()
            self.copies += 1
            compressed.rename(self.folder / f"app.log.old{self.copies}.gz")

    def commit(self, count: int) -> None:
        self.followed.commit({name: lines[:count][-1] for name, lines in self.uncommitted.items() if lines[:count]})
        for lines in self.uncommitted.values():
            del lines[:count]

    def restart(self) -> None:
        self.poll()
        self.commit(len(self.written))
        self.followed.close()
        self.follow()

    def remove_oldest(self) -> None:
        self.poll()
        self.log.with_name("app.log.4").unlink(missing_ok=True)

    def make_anew(self, lengths: list[int]) -> None:
        self.poll()
        self.log.unlink()
        self.append([3, *lengths])
        self.poll()


@settings(max_examples=150)
@given(st.sampled_from(["*.log", "*.log*", "*"]), st.lists(DEEDS, max_size=25))
def test_every_line_comes_once_whatever_is_done_to_the_files(pattern: str, deeds: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), pattern)
        for name, *arguments in deeds:
            getattr(world, name)(*arguments)
        world.poll()
        world.poll(10.0)
        world.followed.close()
        assert Counter(world.read) == Counter(world.written)


@settings(max_examples=60)
@given(LENGTHS, LENGTHS, st.integers(0, 30), st.integers(0, 30))
def test_a_crash_repeats_what_was_not_committed_and_nothing_else(
    before: list[int], after: list[int], first: int, second: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), "*.log")
        world.append(before)
        world.poll()
        world.commit(first)
        world.append(after)
        world.poll()
        world.commit(second)
        done = len(world.written) - sum(map(len, world.uncommitted.values()))
        world.follow()  # the one before is left as a crash leaves it
        world.read.clear()
        world.poll(10.0)
        assert world.read == world.written[done:]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": 2, "sources": {}}', "[" * 100_000, '{"version": 1, "sources": 3}']
)
def test_a_file_of_positions_that_is_none_is_neither_read_nor_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / "live.positions.json"
    path.write_text(content)
    bookmarks = Bookmarks(path, "files")
    uses: list[Callable[[], object]] = [bookmarks.load, lambda: bookmarks.save([])]
    for use in uses:
        with pytest.raises(FormatError, match="move the file away"):
            use()
    assert path.read_text() == content
