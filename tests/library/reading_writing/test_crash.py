"""What was flushed is kept: writers killed at every step and at random moments, disks that fill up, recoveries too."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest

from doomed import KEY
from maif.errors import UnfinishedFileError
from maif.recovery import recover, scan
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")  # the processes that die do wait for it

HERE = Path(__file__).parents[1]
LIBRARY = HERE.parents[1] / "reference_impl"


def doom(scenario: str, death: str, folder: Path) -> list[tuple[Path, list[str], str | list[str]]]:
    """Run a scenario of `doomed.py`; return for each file what its writer flushed, and how it ended."""
    program = [sys.executable, str(HERE / "doomed.py"), scenario, death, str(folder)]
    environment = os.environ | {"PYTHONPATH": str(LIBRARY)}
    output = subprocess.run(program, env=environment, stdout=subprocess.PIPE, check=True).stdout
    files: dict[str, tuple[list[str], list[str | list[str]]]] = {}
    for line in output.splitlines():
        said = json.loads(line)
        flushed, ended = files.setdefault(said["path"], ([], []))
        flushed += said.get("flushed", [])
        ended += [said["ended"]] if "ended" in said else []
    return [(Path(path), flushed, ended[-1]) for path, (flushed, ended) in files.items()]


def base_file(folder: Path, sign: Literal["merkle", "block"] = "merkle") -> list[str]:
    with MAIFStreamWriter(folder / "base.maif", private_key=KEY, sign=sign) as writer:
        return [writer.write_text_chunk(f"base {number}") for number in range(3)]


def unfinished_base_file(folder: Path) -> list[str]:
    """A file whose writer died: its last block is cut off."""
    writer = MAIFStreamWriter(folder / "base.maif", private_key=KEY)
    ids = [writer.write_text_chunk(f"base {number}", {"n": number}) for number in range(3)]
    writer.__exit__(KeyboardInterrupt, None, None)
    with open(folder / "base.maif", "ab") as file:
        file.write((folder / "base.maif").read_bytes()[444:900])
    return ids


def unfinished_append(folder: Path) -> list[str]:
    """A file whose writer died while it appended: the sections that it overwrote lie beside it."""
    ids = base_file(folder)
    writer = MAIFStreamWriter(folder / "base.maif", private_key=KEY, mode="a")
    ids += [writer.write_text_chunk("appended")]
    writer.__exit__(KeyboardInterrupt, None, None)
    return ids


def ids_in(path: Path, **options: Any) -> list[str]:
    with MAIFStreamReader(path, **options) as reader:
        return [block.block_id for block in reader]


def check_recovery(path: Path, kept: list[str], **options: Any) -> None:
    """Recover a file; check that it is sound, begins with these blocks, and that to recover again changes nothing."""
    first = recover(path, **options)
    assert verify_file(path).errors == []
    found = ids_in(path, verify=True)
    assert found[: len(kept)] == kept
    assert (first.blocks, first.output) == (len(found), str(path))
    raw = path.read_bytes()
    assert not recover(path, **options).changed
    assert path.read_bytes() == raw
    assert not Path(f"{path}.undo").exists()
    assert not Path(f"{path}.recovering").exists()


WRITING = ["write", "write, signing each block", "write through a mapping", "append"]


@pytest.mark.parametrize("scenario", WRITING)
@pytest.mark.parametrize("key", [None, KEY], ids=["without the key", "with the key"])
def test_a_writer_killed_at_any_step_loses_nothing_that_it_flushed(
    tmp_path: Path, scenario: str, key: bytes | None
) -> None:
    base = base_file(tmp_path) if scenario == "append" else []
    outcomes = doom(scenario, "killed", tmp_path)
    assert [ended for _, _, ended in outcomes] == ["killed"] * (len(outcomes) - 1) + ["well"]
    assert len(outcomes) > 5
    for path, flushed, _ in outcomes:
        if not path.exists():  # killed before the file appeared at once, with its header
            assert not flushed
            continue
        kept = base + flushed
        assert ids_in(path, allow_unfinished=True)[: len(kept)] == kept
        assert scan(path).blocks >= len(kept)
        check_recovery(path, kept, private_key=key)


@pytest.mark.parametrize("scenario", ["write", "write, signing each block", "append"])
def test_a_full_disk_is_told_and_loses_nothing_that_was_flushed(tmp_path: Path, scenario: str) -> None:
    base = base_file(tmp_path) if scenario == "append" else []
    outcomes = doom(scenario, "full", tmp_path)
    assert outcomes[-1][2] == "well"
    for path, flushed, ended in outcomes:
        assert ended == "well" or ended[:2] == ["WriteError", "MAIFError"], ended
        assert not list(tmp_path.glob(f"{path.name}.new-*"))
        if path.exists():
            check_recovery(path, base + flushed, private_key=KEY)


BASES = {"a cut off file": unfinished_base_file, "a cut off append": unfinished_append}


@pytest.mark.parametrize("death", ["killed", "full"])
@pytest.mark.parametrize("scenario", ["recover", "recover with the key"])
@pytest.mark.parametrize("base", BASES)
def test_a_recovery_that_dies_leaves_all_blocks_to_the_next(
    tmp_path: Path, base: str, scenario: str, death: str
) -> None:
    kept = BASES[base](tmp_path)
    original = (tmp_path / "base.maif").read_bytes()
    outcomes = doom(scenario, death, tmp_path)
    assert outcomes[-1][2] == "well"
    for path, _, ended in outcomes:
        assert ended in ("well", "killed") or ended[:2] == ["WriteError", "MAIFError"], ended
        assert path.read_bytes() == original or verify_file(path).ok
        check_recovery(path, kept, private_key=KEY if "key" in scenario else None)
        assert ids_in(path) == kept
        if base == "a cut off file":
            assert Path(f"{path}.damaged").read_bytes() == original


ENDLESS = """
import itertools, sys
from maif.streaming import MAIFStreamWriter
path, mode, key = sys.argv[1], sys.argv[2], bytes(range(32))
for _ in itertools.count():
    with MAIFStreamWriter(path, mode=mode, private_key=key, sign=sys.argv[3]) as writer:
        for number in range(40):
            said = writer.write_text_chunk(f"{number} " * number, {"n": number})
            if number % 3 == 0:
                writer.flush()
                print(said, flush=True)
    print("closed", flush=True)
    mode = "a"
"""


@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_a_writer_killed_at_random_moments_loses_nothing_that_it_flushed(tmp_path: Path, sign: str) -> None:
    """It writes, closes, appends, closes … until it is killed; whoever comes next recovers, and goes on."""
    dice = random.Random(7)
    path = tmp_path / "endless.maif"
    flushed = []
    for _ in range(5):
        program = [sys.executable, "-c", ENDLESS, str(path), "a", sign]
        environment = os.environ | {"PYTHONPATH": str(LIBRARY)}
        with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(dice.randrange(1, 60))]
            select.select([], [], [], dice.random() / 200)  # up to 5 ms, on the way to the next line
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        flushed += [line.strip().decode() for line in lines if line.endswith(b"\n") and line != b"closed\n"]
        held = ids_in(path, allow_unfinished=True)
        assert set(flushed) <= set(held)
        check_recovery(path, held, private_key=KEY)


def test_a_writer_left_by_an_exception_leaves_its_blocks_to_recovery(tmp_path: Path) -> None:
    path = tmp_path / "left.maif"
    ids = []
    with pytest.raises(ZeroDivisionError), MAIFStreamWriter(path) as writer:  # noqa: PT012
        ids.append(writer.write_text_chunk("before"))
        1 / 0  # noqa: B018
    with pytest.raises(UnfinishedFileError):
        MAIFStreamReader(path)
    check_recovery(path, ids)
