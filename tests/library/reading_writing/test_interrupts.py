"""Whatever is raised at whatever line of writing and closing: the writer is as before, or it has failed for good."""

from __future__ import annotations

import gc
import itertools
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import pytest

from interrupting import Interrupt, apart, interrupted_at
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


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("sign", ["merkle", "block"])
@apart
def test_an_interrupted_writer_is_as_before_or_has_failed_for_good(
    tmp_path: Path, step: str, sign: Literal["merkle", "block"], monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "close a large file":
        monkeypatch.setattr(finishing, "_LARGE", 0)
    outcomes = set()
    for number in itertools.count(1):
        path = tmp_path / f"{number}.maif"
        writer = MAIFStreamWriter(path, private_key=KEY, sign=sign, buffer_size="64KB", clock=VirtualClock())
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
