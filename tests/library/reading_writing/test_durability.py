"""What was written stays, what failed is told, and nothing that a child process inherits stands in anybody's way."""

from __future__ import annotations

import errno
import gc
import os
import pickle
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from leftovers import leaves_nothing
from maif.clock import VirtualClock
from maif.core import MAIFEncoder
from maif.errors import ClosedError, InvalidTypeError, WriteError
from maif.file.lock import is_locked
from maif.file.output import Output
from maif.file.placing import beside, open_new, sweep
from maif.recovery import recover, scan
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.streaming.flushing import Flusher
from maif.verification import verify_file

KEY = bytes(range(32))
LIBRARY = Path(__file__).parents[3] / "reference_impl"


def texts_in(path: Path, **options: Any) -> list[str]:
    with MAIFStreamReader(path, **options) as reader:
        return [block.text for block in reader]


def refuse(*arguments: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


# Failures


@pytest.mark.parametrize("call", ["fsync", "pwrite"])
def test_the_first_failure_is_the_last_word(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    writer = MAIFStreamWriter(path)
    writer.write_text_chunk("a")
    with monkeypatch.context() as broken:
        broken.setattr(os, call, refuse)
        with pytest.raises(WriteError):
            writer.flush(sync=True)
    calls: list[Callable[[], object]] = [partial(writer.flush, sync=True), partial(writer.note, "x", {}), writer.close]
    for again in [*calls, writer.close]:
        with pytest.raises(ClosedError, match="an earlier write failed"):
            again()


def test_a_note_that_cannot_be_kept_fails_the_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = MAIFStreamWriter(path)
    with monkeypatch.context() as broken:
        broken.setattr("maif.file.provenance.Spill.write", refuse)
        with pytest.raises(WriteError):
            writer.note("step", {})
    with pytest.raises(ClosedError):
        writer.close()


def test_a_number_that_could_not_be_closed_is_not_closed_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = open_new(path, b"", Output, replace=False)
    number, close = output.descriptor, os.close
    with monkeypatch.context() as broken:
        broken.setattr(os, "close", lambda descriptor: (close(descriptor), refuse()))
        with pytest.raises(WriteError):
            output.close()
    other = os.open("/dev/null", os.O_RDONLY)
    assert other == number
    del output
    gc.collect()
    os.fstat(other)
    os.close(other)


def test_a_name_that_cannot_be_removed_leaves_neither_descriptor_nor_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with leaves_nothing(), monkeypatch.context() as broken:
        broken.setattr(os, "unlink", refuse)
        with pytest.raises(OSError, match="Input/output"):
            MAIFStreamWriter(path)
    MAIFStreamWriter(path).close()


# What waits


def test_what_waits_is_written_though_nothing_follows(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        for number in range(3):
            writer.write_text_chunk(str(number))
        until = time.monotonic() + 30
        while len(texts_in(path, allow_unfinished=True)) < 3:
            assert time.monotonic() < until


def test_a_thread_that_fails_for_the_writer_is_told_by_the_next_call(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = MAIFStreamWriter(path)
    writer.write_text_chunk("a")
    with monkeypatch.context() as broken:
        broken.setattr(os, "pwrite", refuse)
        writer.flush_waiting()
    with pytest.raises(ClosedError):
        writer.write_text_chunk("b")
    with pytest.raises(ClosedError):
        writer.close()


def test_one_thread_looks_after_all_writers_and_ends_when_it_is_not_needed() -> None:
    visited = threading.Semaphore(0)

    class Writer:
        def flush_waiting(self) -> None:
            visited.release()

    flusher, writers = Flusher(), [Writer() for _ in range(300)]
    before = threading.active_count()
    assert all(flusher.ask(writer) for writer in writers)
    assert threading.active_count() <= before + 1
    assert all(visited.acquire(timeout=30) for _ in writers)
    flusher.ask(gone := Writer())
    del gone
    flusher.visit_all()
    assert not visited.acquire(blocking=False)


def run_to_the_end(program: str, path: Path) -> None:
    """Run a program in an interpreter of its own, which tells what goes wrong when it ends."""
    environment = os.environ | {"PYTHONPATH": str(LIBRARY)}
    command = [sys.executable, "-W", "ignore", "-c", program, str(path)]
    assert not subprocess.run(command, env=environment, check=True, capture_output=True).stderr


@pytest.mark.parametrize("count", [1, 2000])  # which is more than one core writes alone
def test_what_waits_is_written_when_the_interpreter_ends(path: Path, count: int) -> None:
    program = (
        "import sys; from maif.streaming import MAIFStreamWriter; "
        "w = MAIFStreamWriter(sys.argv[1]); w.write_text_chunk('a'); w.flush(); "
        f"[w.write_text_chunk('b') for _ in range({count})]"
    )
    run_to_the_end(program, path)
    assert texts_in(path, allow_unfinished=True) == ["a", *["b"] * count]


def test_a_large_file_can_be_finished_and_read_when_the_interpreter_ends(path: Path) -> None:
    program = """
import atexit, sys
from maif.streaming import MAIFStreamReader, MAIFStreamWriter

def end():
    for _ in range(17):
        writer.write_binary_chunk(bytes(1 << 20))
    writer.close()
    with MAIFStreamReader(sys.argv[1], verify=True) as reader:
        assert len(list(reader)) == 17 and reader.verify().ok

writer = MAIFStreamWriter(sys.argv[1])
atexit.register(end)
"""
    run_to_the_end(program, path)
    assert verify_file(path).ok


# Children


def forked(run: Any) -> int:
    """Run something in a forked child; return its exit status, or the child while it lives."""
    child = os.fork()
    if child:
        return child
    try:
        run()
    except BaseException:
        os._exit(1)
    os._exit(0)


def test_a_forked_child_holds_up_nobody(path: Path) -> None:
    writer = MAIFStreamWriter(path, private_key=KEY)
    writer.write_text_chunk("a")
    child = forked(signal.pause)
    try:
        writer.close()
        with MAIFStreamWriter(path, private_key=KEY, mode="a") as more:
            more.write_text_chunk("b")
        assert texts_in(path, verify=True) == ["a", "b"]
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_lock_ends_with_its_writer_though_a_child_lives_on(path: Path) -> None:
    program = (
        "import os, signal, sys; from maif.streaming import MAIFStreamWriter\n"
        "w = MAIFStreamWriter(sys.argv[1]); w.write_text_chunk('a'); w.flush()\n"
        "read, write = os.pipe(); child = os.fork()\n"
        "if not child: os.write(write, b'x'); signal.pause()\n"
        "os.read(read, 1); print(child, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"PYTHONPATH": str(LIBRARY)}
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.wait()
        try:
            assert recover(path).blocks == 1
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_writer_belongs_to_the_process_that_made_it(path: Path) -> None:
    def use() -> None:
        for call in (lambda: writer.write_text_chunk("x"), writer.flush, writer.close):
            with pytest.raises(ClosedError, match="belongs to the process"):
                call()

    writer = MAIFStreamWriter(path)
    writer.write_text_chunk("a")
    assert os.waitpid(forked(use), 0)[1] == 0
    writer.write_text_chunk("b")
    writer.close()
    assert texts_in(path, verify=True) == ["a", "b"]


# Objects across processes


def test_blocks_travel_by_value_and_readers_by_path(path: Path) -> None:
    with MAIFStreamWriter(path, compression="zstd") as writer:
        writer.write_text_chunk("a" * 1000, {"n": 1})
    with MAIFStreamReader(path, verify=True) as reader:
        block, again = pickle.loads(pickle.dumps((reader[0], reader)))
        with again:
            assert [each.text for each in again] == ["a" * 1000]
            assert (again.path, again.verify().ok) == (str(path), True)
    path.unlink()
    assert (block.text, block.metadata, block.index, block.offset) == ("a" * 1000, {"n": 1}, 0, 444)


@pytest.mark.parametrize("make", [MAIFStreamWriter, MAIFEncoder])
def test_what_writes_cannot_travel_and_says_so(path: Path, make: Any) -> None:
    with make(path) as writer, pytest.raises(InvalidTypeError, match="cannot be pickled"):
        pickle.dumps(writer)


# Files beside


def test_files_beside_are_as_private_as_the_file_itself(path: Path) -> None:
    with MAIFStreamWriter(path, private_key=KEY) as writer:
        writer.write_text_chunk("secret")
    path.chmod(0o600)
    with beside(path, "new", Output) as (output, _):
        assert stat.S_IMODE(os.fstat(output.descriptor).st_mode) == 0o600
    MAIFStreamWriter(path, private_key=KEY, mode="a").__exit__(KeyboardInterrupt, None, None)
    assert stat.S_IMODE(Path(f"{path}.undo").stat().st_mode) == 0o600
    recover(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"my own notes", b"MAIF" + bytes(440)])
def test_a_file_of_somebody_s_own_is_not_touched(path: Path, content: bytes) -> None:
    own = Path(f"{path}.undo")
    own.write_bytes(content)
    with MAIFStreamWriter(path, private_key=KEY) as writer:
        writer.write_text_chunk("a")
    MAIFStreamWriter(path, private_key=KEY, mode="a").__exit__(KeyboardInterrupt, None, None)
    recover(path, private_key=KEY)
    with MAIFStreamWriter(path, private_key=KEY, mode="a") as writer:
        writer.write_text_chunk("b")
    assert own.read_bytes() == content
    assert texts_in(path, verify=True) == ["a", "b"]
    assert {entry.name for entry in path.parent.iterdir()} == {"file.maif", "file.maif.undo"}


def test_what_dead_processes_left_is_swept_away_and_nothing_else(path: Path) -> None:
    child = forked(lambda: None)
    os.waitpid(child, 0)
    dead = [f"{path}.new-{child}-0123abcd", f"{path}.recover-{child}-0123abcd.undo", f"{path}.undo-{child}-0123abcd"]
    others = [f"{path}.new-{os.getpid()}-0123abcd", f"{path}.new-{child}-xyz", f"{path}.damaged", f"{path}x"]
    for name in (*dead, *others):
        Path(name).touch()
    sweep(path)
    assert sorted(map(str, path.parent.iterdir())) == sorted(others)


def test_an_error_names_the_path_that_was_given(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(FileNotFoundError) as caught:
        MAIFStreamWriter("missing/file.maif")
    assert caught.value.filename == "missing/file.maif"


def test_a_file_that_is_cut_off_under_a_reader_is_an_error(path: Path) -> None:
    for mapped in (True, False):
        with MAIFStreamWriter(path) as writer:
            for _ in range(60):
                writer.write_binary_chunk(bytes(100_000))
        with MAIFStreamReader(path, enable_mmap=mapped) as reader:
            blocks = reader.read_blocks()
            next(blocks)
            os.truncate(path, 1000)
            with pytest.raises(ValueError, match="shrank"):
                list(blocks)
            with pytest.raises(ValueError, match="shrank"):
                reader[5]


def test_a_writer_that_was_left_cannot_be_closed_as_if_it_were_whole(path: Path) -> None:
    writer = MAIFStreamWriter(path, clock=VirtualClock())
    with pytest.raises(KeyError), writer:
        raise KeyError
    with pytest.raises(ClosedError, match="left by an exception"):
        writer.close()
    assert not verify_file(path).ok
    assert scan(path).blocks == 0
    with open(path, "rb") as file:
        assert not is_locked(file.fileno())
