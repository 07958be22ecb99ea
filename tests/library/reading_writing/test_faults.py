"""Faults by the hundred: power that fails, system calls that fail, bytes that are hostile, edits without the key.

`make test` runs a few of each; `make faults` runs many, and prints how many there were.
"""

from __future__ import annotations

import errno
import hashlib
import os
import random
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest

from maif.errors import FormatError, MAIFError
from maif.recovery import recover, scan
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

KEY = bytes(range(32))
SIGNINGS: list[Literal["merkle", "block"]] = ["merkle", "block"]
MANY = pytest.param(500, id="many", marks=pytest.mark.faults)
FEW_AND_MANY = pytest.mark.parametrize("times", [pytest.param(40, id="few"), MANY])


def ids_in(path: Path, **options: Any) -> list[str]:
    with MAIFStreamReader(path, **options) as reader:
        return [block.block_id for block in reader]


def write_twice(path: Path, sign: Literal["merkle", "block"], synced: Callable[[list[str]], object]) -> None:
    """Write a file, close it, append to it; tell of the blocks that were synced, each time there are more."""
    ids: list[str] = []
    for mode in ("w", "a"):
        with MAIFStreamWriter(path, private_key=KEY, sign=sign, mode=mode) as writer:
            for number in range(3):
                ids.append(writer.write_text_chunk(f"{mode} {number}", {"n": number}))
                ids.append(writer.write_binary_chunk(os.urandom(9000)))
                if number % 2:
                    writer.flush(sync=True)
                    synced(list(ids))
        synced(list(ids))


def check_recovered(path: Path, kept: list[str]) -> None:
    """Recover what is left; check that it is sound, has these blocks, and stays as it is."""
    report = recover(path, private_key=KEY)
    assert verify_file(path).errors == []
    found = ids_in(path, verify=True)
    assert found[: len(kept)] == kept
    assert report.blocks == len(found)
    assert not recover(path, private_key=KEY).changed


# Power


class Disk:
    """Records what changes files, and puts together what may be left when the power fails: synced writes are, others
    may be, in pages of 4 KiB each for itself."""

    PAGE = 4096

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.durable: dict[int, bytes] = {}  # by inode
        self.waiting: list[tuple[int, int, bytes | None]] = []  # inode, place, data; None cuts off there
        self.names: dict[str, int] = {}
        self._pwrite, self._ftruncate, self._fsync = os.pwrite, os.ftruncate, os.fsync
        monkeypatch.setattr(os, "pwrite", self.pwrite)
        monkeypatch.setattr(os, "ftruncate", self.ftruncate)
        monkeypatch.setattr(os, "fsync", self.fsync)

    def pwrite(self, descriptor: int, data: bytes, place: int) -> int:
        inode, raw = os.fstat(descriptor).st_ino, bytes(data)
        begin = 0
        while begin < len(raw):
            end = begin + self.PAGE - (place + begin) % self.PAGE
            self.waiting.append((inode, place + begin, raw[begin:end]))
            begin = end
        return self._pwrite(descriptor, data, place)

    def ftruncate(self, descriptor: int, size: int) -> None:
        self.waiting.append((os.fstat(descriptor).st_ino, size, None))
        self._ftruncate(descriptor, size)

    def fsync(self, descriptor: int) -> None:
        inode = os.fstat(descriptor).st_ino
        for change in self.waiting:
            if change[0] == inode:
                self.durable[inode] = changed(self.durable.get(inode, b""), change)
        self.waiting = [change for change in self.waiting if change[0] != inode]

    def after_a_failure(self, inode: int, dice: random.Random) -> bytes:
        left = self.durable.get(inode, b"")
        for change in self.waiting:
            if change[0] == inode and dice.random() < 0.5:
                left = changed(left, change)
        return left


def changed(raw: bytes, change: tuple[int, int, bytes | None]) -> bytes:
    _, place, data = change
    if data is None:
        return raw[:place].ljust(place, b"\0")
    return raw[:place].ljust(place, b"\0") + data + raw[place + len(data) :]


@FEW_AND_MANY
@pytest.mark.parametrize("sign", SIGNINGS)
def test_what_was_synced_survives_a_loss_of_power(
    tmp_path: Path, sign: Literal["merkle", "block"], times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, path = random.Random(1), tmp_path / "file.maif"
    synced: list[str] = []
    states: list[tuple[bytes, bytes | None, list[str]]] = []
    with monkeypatch.context() as recorded:
        disk = Disk(recorded)

        def failing(call: Callable[..., Any]) -> Callable[..., Any]:
            def then_the_power_fails(*arguments: Any) -> Any:
                result = call(*arguments)
                for _ in range(times // 40 if path.exists() else 0):
                    undo = Path(f"{path}.undo")
                    saved = disk.after_a_failure(undo.stat().st_ino, dice) if undo.exists() else None
                    states.append((disk.after_a_failure(path.stat().st_ino, dice), saved, list(synced)))
                return result

            return then_the_power_fails

        for name in ("pwrite", "ftruncate", "fsync"):
            recorded.setattr(os, name, failing(getattr(os, name)))
        write_twice(path, sign, lambda ids: synced.__setitem__(slice(None), ids))
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    for number, (left, saved, kept) in enumerate(states):
        place = tmp_path / f"{number}.maif"
        place.write_bytes(left)
        if saved is not None:
            Path(f"{place}.undo").write_bytes(saved)
        with nullcontext() if kept else suppress(FormatError):  # nothing of the file was promised yet
            check_recovered(place, kept)
    print(f"{len(states)} states of a loss of power, {sign}")
    assert len(states) >= times // 2


# System calls


@pytest.mark.parametrize("sign", SIGNINGS)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EINTR], ids=["EIO", "ENOSPC", "EINTR"])
def test_whatever_system_call_fails_nothing_that_was_said_to_be_safe_is_lost(
    tmp_path: Path, sign: Literal["merkle", "block"], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    names = ("pwrite", "fsync", "ftruncate", "link", "replace", "unlink", "close")
    nth, failures = 1, 0
    while True:
        path, calls = tmp_path / f"{nth}.maif", iter(range(1, 1 << 30))
        synced: list[str] = []

        def failing(call: Callable[..., Any], calls: Any = calls, nth: int = nth) -> Callable[..., Any]:
            def may_fail(*arguments: Any, **options: Any) -> Any:
                if next(calls) == nth:
                    if call.__name__ == "close":
                        call(*arguments)
                    raise OSError(number, os.strerror(number))
                return call(*arguments, **options)

            return may_fail

        with monkeypatch.context() as broken:
            for name in names:
                broken.setattr(os, name, failing(getattr(os, name)))
            try:
                write_twice(path, sign, partial(synced.__setitem__, slice(None)))
            except OSError:
                failures += 1
            except MAIFError:  # what failed before is told again
                failures += 1
        if next(calls) <= nth:
            break
        if path.exists():
            if len(synced) == 12:
                assert verify_file(path).errors == []
            check_recovered(path, synced)
        nth += 1
    print(f"{failures} failing calls, {sign}")
    assert failures > 5


# Bytes of anybody's


def hostile(raw: bytes, dice: random.Random) -> bytes:
    """Return a file with something done to it: bits, holes, numbers, pieces that are gone, doubled or moved."""
    data = bytearray(raw)
    for _ in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(data))
        match dice.randrange(6):
            case 0:
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                data[at : at + dice.choice([4, 512])] = bytes(min(dice.choice([4, 512]), len(data) - at))
            case 2:
                data[at : at + 4] = dice.choice([b"\xff" * 4, bytes(4), b"TEXT", b"MAIF", (372).to_bytes(4, "big")])
            case 3:
                del data[at : at + dice.randrange(1, 600)]
            case 4:
                data[at:at] = data[at : at + dice.randrange(1, 600)]
            case _:
                del data[max(at, 1) :]
        data = data or bytearray(b"M")
    return bytes(data)


@FEW_AND_MANY
@pytest.mark.parametrize("sign", SIGNINGS)
def test_hostile_bytes_end_in_an_error_of_ours_and_recovery_makes_sound_files(
    tmp_path: Path, sign: Literal["merkle", "block"], times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    dice, path = random.Random(2), tmp_path / "file.maif"
    write_twice(path, sign, lambda ids: None)
    raw, whole = path.read_bytes(), ids_in(path)
    for number in range(times):
        place = tmp_path / f"{number}.maif"
        place.write_bytes(hostile(raw, dice))
        before = place.read_bytes()
        assert verify_file(place).ok is (before == raw)
        for look in (scan, lambda path: ids_in(path, allow_unfinished=True), lambda path: ids_in(path, verify=True)):
            with suppress(MAIFError):
                look(place)
        try:
            recover(place, private_key=KEY)
        except MAIFError:
            assert place.read_bytes() == before
            continue
        assert verify_file(place).errors == []
        assert set(ids_in(place)) <= set(whole) or sign == "merkle"
        assert not recover(place, private_key=KEY).changed
    print(f"{times} hostile files, {sign}")


# Edits without the key


@FEW_AND_MANY
@pytest.mark.parametrize("sign", SIGNINGS)
@pytest.mark.parametrize("finished", [True, False], ids=["finished", "unfinished"])
def test_without_the_key_nothing_that_was_changed_is_handed_out(
    tmp_path: Path, sign: Literal["merkle", "block"], finished: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    dice, path = random.Random(3), tmp_path / "file.maif"
    writer = MAIFStreamWriter(path, private_key=KEY, sign=sign)
    for number in range(5):
        writer.write_text_chunk(f"pay {number} to Alice", {"n": number})
    if finished:
        writer.close()
    else:
        writer.__exit__(KeyboardInterrupt, None, None)
    raw = path.read_bytes()
    with MAIFStreamReader(path, allow_unfinished=True) as reader:
        genuine = {bytes(block.frame) for block in reader}
        places = [block.offset for block in reader]
    for _ in range(times):
        data = bytearray(raw)
        at = dice.choice(places)
        text = f"pay {dice.randrange(5, 10)} to Mallo".encode()
        data[at + 372 : at + 372 + len(text)] = text
        metadata = bytes(data[at + 372 + len(text) : at + int.from_bytes(data[at : at + 4], "big")])
        digest = hashlib.sha256(text).digest()
        data[at + 72 : at + 104] = hashlib.sha256(digest + metadata).digest()
        for _ in range(dice.randrange(3)):  # and what else somebody may try
            field, size = dice.choice([(8, 4), (16, 8), (24, 16), (40, 32), (104, 256)])
            other = dice.choice(places)
            data[at + field : at + field + size] = data[other + field : other + field + size]
        if dice.random() < 0.3:
            data[8:12] = bytes(4)
            data[184:440] = (b"PUBKEY:" + bytes.fromhex(writer.public_key)).ljust(256, b"\0")
        path.write_bytes(data)
        for options in ({"trusted_key": writer.public_key}, {"verify": True}):
            with suppress(MAIFError), MAIFStreamReader(path, allow_unfinished=True, **options) as reader:
                for block in reader:
                    assert bytes(block.frame) in genuine
        assert not verify_file(path, writer.public_key).ok
    print(f"{times} edits without the key, {sign}, {'finished' if finished else 'unfinished'}")
