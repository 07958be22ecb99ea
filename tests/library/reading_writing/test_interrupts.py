"""Whatever is raised at whatever line of writing and closing: the writer is as before, or it has failed for good."""

from __future__ import annotations

import gc
import itertools
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import pytest

from interrupting import Interrupt, apart, interrupted_at, signalled_at
from leftovers import open_files
from maif.clock import VirtualClock
from maif.errors import ClosedError
from maif.recovery import recover
from maif.streaming import MAIFStreamReader, MAIFStreamWriter, finishing
from maif.verification import verify_file

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def no_warnings_of_what_an_interrupt_kept_from_being_closed() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


def ids_in(path: Path, **options: Any) -> list[str]:
    with MAIFStreamReader(path, **options) as reader:
        return [block.block_id for block in reader]


def no_blocks(_: None) -> list[str]:
    return []


Step = Callable[[MAIFStreamWriter], list[str]]
STEPS: dict[str, Step] = {
    "write": lambda writer: [writer.write_text_chunk("text", {"n": 1})],
    "write what fills the buffer": lambda writer: [writer.write_binary_chunk(bytes(70_000))],
    "write a large block": lambda writer: [writer.write_binary_chunk(bytes(1 << 18))],
    "write a group": lambda writer: writer.write_group([(b"1", "TEXT", None, None), (b"2", "TEXT", {"n": 2}, None)]),
    "write a large group": lambda writer: writer.write_group([(bytes(100_000), "BINA", None, None)] * 3),
    "flush": lambda writer: no_blocks(writer.flush()),
    "sync": lambda writer: no_blocks(writer.flush(sync=True)),
    "note": lambda writer: no_blocks(writer.note("review", {"by": "us"})),
    "close": lambda writer: no_blocks(writer.close()),
    "close a large file": lambda writer: no_blocks(writer.close()),
}


KINDS: dict[str, dict[str, Any]] = {"merkle": {}, "block": {"sign": "block"}, "mapped": {"enable_mmap": True}}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ["merkle", "block", pytest.param("mapped", marks=pytest.mark.faults)])
@apart
def test_an_interrupted_writer_is_as_before_or_has_failed_for_good(
    tmp_path: Path,
    step: str,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if step == "close a large file":
        monkeypatch.setattr(finishing, "_LARGE", 0)
    outcomes = set()
    for number in itertools.count(1):
        path = tmp_path / f"{number}.maif"
        writer = MAIFStreamWriter(path, private_key=KEY, buffer_size="64KB", clock=VirtualClock(), **KINDS[kind])
        ids = [writer.write_text_chunk("flushed")]
        writer.flush()
        flushed = len(ids)
        ids.append(writer.write_text_chunk("waiting"))
        try:
            with interrupted_at(number):
                ids += STEPS[step](writer)
        except Interrupt:
            pass
        else:
            break
        outcomes.add(check(writer, path, ids, flushed, thorough=number % 5 == 0))
        path.unlink()
    assert number > 3
    assert "as before" in outcomes
    assert outcomes <= {"as before", "failed"}


def check(writer: MAIFStreamWriter, path: Path, ids: list[str], flushed: int, *, thorough: bool) -> str:
    """Go on with a writer that was interrupted; say what became of it, and check that it is so."""
    try:
        ids.append(writer.write_text_chunk("after"))
        writer.close()
    except ClosedError:
        with pytest.raises(ClosedError):
            writer.close()
        with pytest.raises(ClosedError):
            writer.flush()
        kept = ids_in(path, allow_unfinished=True)
        assert kept[:flushed] == ids[:flushed]
        if not thorough:
            return "failed"
        if not verify_file(path).ok:  # an interrupt after the very last write finds a finished file
            recover(path, private_key=KEY)
        assert verify_file(path).errors == []
        assert ids_in(path)[:flushed] == ids[:flushed]
        return "failed"
    assert verify_file(path).errors == []
    assert ids_in(path) == ids
    return "as before"


@apart
def test_an_interrupted_exit_leaves_a_file_that_can_be_recovered(tmp_path: Path) -> None:
    for number in itertools.count(1):
        path = tmp_path / f"{number}.maif"
        writer = MAIFStreamWriter(path, private_key=KEY, clock=VirtualClock())
        ids = [writer.write_text_chunk("flushed")]
        writer.flush()
        writer.write_text_chunk("waiting")
        try:
            with interrupted_at(number):
                writer.__exit__(KeyError, None, None)
        except Interrupt:
            with suppress(ClosedError):  # it is as before, where it had not begun to leave
                writer.close()
            recover(path)
            assert ids_in(path)[:1] == ids
        else:
            break


@pytest.mark.parametrize("mode", ["w", "x", "a"])
@apart
def test_an_interrupted_opening_leaves_the_old_file_or_one_that_can_be_recovered(
    tmp_path: Path, mode: Literal["w", "x", "a"]
) -> None:
    for number in itertools.count(1, 3):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "file.maif"
        ids = []
        if mode != "x":
            with MAIFStreamWriter(path, private_key=KEY) as old:
                ids = [old.write_text_chunk("old")]
        try:
            with interrupted_at(number):
                writer = MAIFStreamWriter(path, private_key=KEY, mode=mode)
        except Interrupt:
            pass
        else:
            writer.close()
            break
        if path.exists():
            recover(path, private_key=KEY)  # nobody holds its lock any more
            assert verify_file(path).errors == []
            assert mode == "w" or ids_in(path) == ids
        assert {entry.name for entry in folder.iterdir()} <= {"file.maif"}


@pytest.mark.parametrize("error", [Interrupt, MemoryError])
@pytest.mark.parametrize("kind", ["unfinished", "torn", "appended to"])
@apart
def test_an_interrupted_recovery_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, kind: str, error: type[BaseException]
) -> None:
    ids, content, saved = broken_file(tmp_path / "broken.maif", kind)
    for number in itertools.count(1, 19):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "file.maif"
        path.write_bytes(content)
        if saved:
            (folder / "file.maif.undo").write_bytes(saved)
        try:
            with signalled_at(number, error):
                recover(path, private_key=KEY)
        except error:
            ended = False
        else:
            ended = True
        assert ids_in(path, allow_unfinished=True) == ids
        recover(path, private_key=KEY)
        assert verify_file(path).errors == []
        assert ids_in(path) == ids
        left = {entry.name for entry in folder.iterdir()}
        assert left <= {"file.maif", "file.maif.damaged"}, f"left by an interrupt at {number}: {left}"
        shutil.rmtree(folder)
        if ended:
            break
    assert number > 200


def broken_file(path: Path, kind: str) -> tuple[list[str], bytes, bytes]:
    """Return the ids of its blocks, the bytes of a file that its writer left, and what it had saved beside."""
    writer = MAIFStreamWriter(path, private_key=KEY, clock=VirtualClock())
    ids = [writer.write_text_chunk(text) for text in ("one", "two")]
    if kind == "appended to":
        writer.close()
        writer = MAIFStreamWriter(path, private_key=KEY, clock=VirtualClock(), mode="a")
        ids.append(writer.write_text_chunk("three"))
    writer.flush()
    undo = path.with_name("broken.maif.undo")
    content, saved = path.read_bytes(), undo.read_bytes() if undo.exists() else b""
    writer.close()
    return ids, content + (b"TEXT" * 50 if kind == "torn" else b""), saved


@pytest.mark.parametrize("options", [{}, {"enable_mmap": False}], ids=str)
@apart
def test_an_interrupted_opening_of_a_reader_leaves_no_file_open(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "file.maif"
    with MAIFStreamWriter(path, private_key=KEY) as writer:
        ids = [writer.write_text_chunk("text")]
    for number in itertools.count(1, 3):
        opened = False
        with suppress(Interrupt), interrupted_at(number), MAIFStreamReader(path, **options) as reader:
            sys.settrace(None)
            assert [block.block_id for block in reader] == ids
            opened = True
        if opened:
            break
        assert str(path) not in open_files().values(), f"an interrupt at {number} leaves the file open"


@pytest.mark.parametrize("look", ["by id", "by number", "refresh", "in order"])
@apart
def test_a_reader_that_was_interrupted_reads_what_is_there(tmp_path: Path, look: str) -> None:
    path = tmp_path / "file.maif"
    with MAIFStreamWriter(path, private_key=KEY) as writer:
        ids = [writer.write_text_chunk(f"text {number}") for number in range(3)]
    looks: dict[str, Callable[[MAIFStreamReader], object]] = {
        "by id": lambda reader: reader.get_block(ids[1]),
        "by number": lambda reader: reader[-1],
        "refresh": lambda reader: reader.refresh(),
        "in order": list,
    }
    for number in itertools.count(1):
        with MAIFStreamReader(path, verify=True) as reader:
            try:
                with signalled_at(number):
                    looks[look](reader)
            except Interrupt:
                assert [block.block_id for block in reader] == ids
                assert [reader.get_block(each).text for each in ids] == ["text 0", "text 1", "text 2"]
                continue
        break
