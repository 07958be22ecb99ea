"""`maif.file.output`: one writer at a time, all or an error, and a file that appears at once."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Never, cast

import pytest

from maif.errors import FileLockedError, WriteError
from maif.file.lock import is_locked, lock
from maif.file.output import MappedOutput, Output, commit
from maif.file.placing import beside, open_locked, open_new, put_in_place


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture(params=[Output, MappedOutput])
def output(request: pytest.FixtureRequest, path: Path) -> Iterator[Output]:
    output = request.param(os.open(path, os.O_RDWR | os.O_CREAT), path)
    yield output
    output.close()


def test_parts_are_written_end_to_end_at_their_place(output: Output, path: Path) -> None:
    output.write_at(3, b"ab", b"", memoryview(b"cd"))
    assert output.write_all(7, iter((b"ef", bytearray(b"g")))) == 10
    output.finish(10)
    assert path.read_bytes() == b"\0\0\0abcdefg"


def test_a_file_has_the_size_it_is_finished_with_and_can_be_written_still(output: Output, path: Path) -> None:
    output.write_at(0, bytes(100))
    output.finish(50)
    output.write_at(0, b"x")
    output.close()
    assert path.stat().st_size == 50


def test_a_part_is_cleared(output: Output, path: Path) -> None:
    output.write_at(0, b"x" * (3 << 20))
    output.clear(10, (3 << 20) - 10)
    output.finish(3 << 20)
    assert path.read_bytes() == b"x" * 10 + bytes((3 << 20) - 20) + b"x" * 10


def test_a_system_call_that_writes_less_is_followed_by_another(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda descriptor, data, position: write(descriptor, data[:3], position))
    output = Output(os.open(path, os.O_RDWR | os.O_CREAT), path)
    output.write_at(0, b"one by one")
    output.close()
    assert path.read_bytes() == b"one by one"


@pytest.mark.parametrize("call", ["pwrite", "fsync", "ftruncate"])
def test_a_refusal_says_what_was_refused(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def refuse(*arguments: object) -> Never:
        raise OSError(errno.ENOSPC, "No space left on device")

    output = Output(os.open(path, os.O_RDWR | os.O_CREAT), path)
    monkeypatch.setattr(os, call, refuse)
    calls: dict[str, Callable[[], object]] = {
        "pwrite": lambda: output.write_at(0, b"x"),
        "fsync": output.sync,
        "ftruncate": lambda: output.finish(5),
    }
    with pytest.raises(WriteError, match="No space left") as caught:
        calls[call]()
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    output.close()


def test_one_writer_locks_out_the_other_until_it_closes(path: Path) -> None:
    path.touch()
    first = open_locked(path, Output)
    with pytest.raises(FileLockedError):
        open_locked(path, Output)
    first.close()
    open_locked(path, Output).close()


def test_a_reader_sees_the_lock_and_does_not_take_it(path: Path) -> None:
    path.touch()
    reader = os.open(path, os.O_RDONLY)
    assert not is_locked(reader)
    writer = open_locked(path, Output)
    assert is_locked(reader)
    writer.close()
    assert not is_locked(reader)
    os.close(reader)


def test_a_lock_outlives_a_copy_of_its_descriptor(path: Path) -> None:
    path.touch()
    writer = open_locked(path, Output)
    os.close(os.dup(writer.descriptor))
    other = os.open(path, os.O_RDWR)
    assert not lock(other)
    os.close(other)
    writer.close()


def test_a_new_file_appears_with_its_first_bytes_and_locked(path: Path) -> None:
    output = open_new(path, b"start", Output, replace=False)
    assert path.read_bytes() == b"start"
    with pytest.raises(FileLockedError):
        open_locked(path, Output)
    output.close()


def test_a_file_beside_goes_away_unless_it_takes_a_place(path: Path) -> None:
    with beside(path, "new", Output) as (_, temporary):
        assert os.path.dirname(temporary) == str(path.parent)
    assert list(path.parent.iterdir()) == []
    with beside(path, "new", Output) as (output, temporary):
        output.write_at(0, b"content")
        put_in_place(output, temporary, str(path))
    assert list(path.parent.iterdir()) == [path]


def test_a_file_system_without_hard_links_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> Never:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for content in (b"first", b"second"):
        open_new(path, content, Output, replace=True).close()
        assert path.read_bytes() == content


# Committing

FOOTER_AT, FOOTER, HEADER = 600, b"the footer", b"whole"


class Disk:
    """Takes the calls of an `Output`, and lists what the file may hold if the power fails after any of them."""

    def __init__(self, content: bytes) -> None:
        self.durable = content
        self.waiting: list[Callable[[bytes], bytes]] = []
        self.failures: list[bytes] = []

    def write_at(self, position: int, *parts: bytes) -> None:
        data = b"".join(parts)
        self._wait(lambda held: held[:position].ljust(position, b"\0") + data + held[position + len(data) :])

    def finish(self, size: int) -> None:
        self._wait(lambda held: held[:size].ljust(size, b"\0"))

    def sync(self) -> None:
        for change in self.waiting:
            self.durable = change(self.durable)
        self.waiting = []

    def _wait(self, change: Callable[[bytes], bytes]) -> None:
        self.waiting.append(change)
        self.failures += self.after_a_failure()

    def after_a_failure(self) -> Iterator[bytes]:
        """Yield what the file may hold: any of the writes that wait were carried out, and the others not."""
        for chosen in itertools.product([True, False], repeat=len(self.waiting)):
            held = self.durable
            for change in itertools.compress(self.waiting, chosen):
                held = change(held)
            yield held


WHOLE = HEADER + bytes(FOOTER_AT - len(HEADER)) + FOOTER


@pytest.mark.piece("maif.file.output.commit")
@pytest.mark.parametrize("before", [FOOTER_AT, FOOTER_AT + 5, 5_000])
def test_a_committed_file_is_whole_and_durable(before: int) -> None:
    disk = Disk(bytes(before))
    commit(cast(Output, disk), FOOTER_AT, FOOTER, HEADER)
    assert list(disk.after_a_failure()) == [WHOLE]


@pytest.mark.piece("maif.file.output.commit")
@pytest.mark.parametrize("before", [FOOTER_AT, 5_000])
def test_a_file_says_that_it_is_whole_only_when_it_is(before: int) -> None:
    disk = Disk(bytes(before))
    commit(cast(Output, disk), FOOTER_AT, FOOTER, HEADER)
    assert {content for content in disk.failures if content.startswith(HEADER)} == {WHOLE}


@pytest.mark.piece("maif.file.output.commit")
def test_a_real_file_is_committed(output: Output, path: Path) -> None:
    output.write_at(0, bytes(1_000))
    commit(output, FOOTER_AT, FOOTER, HEADER)
    output.close()
    assert path.read_bytes() == WHOLE
