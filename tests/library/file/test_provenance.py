"""`maif.file.provenance`: entries are read one by one however their bytes come; each vouches for those before it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.errors import FormatError, IntegrityError, LimitError
from maif.file import provenance
from maif.file.format import FileHeader
from maif.file.integrity import Chain
from maif.file.provenance import ProvenanceLog, check_entries, entry_hash, read_entries, vouched_entries

RAW = oracle.write([("TEXT", bytes([number]), None) for number in range(5)], key=oracle.KEY)
FILE = oracle.parse(RAW)
PUBLIC = oracle.KEY.public_key().public_bytes_raw()

entries = st.lists(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.text(), max_size=2)), max_size=5)


@given(entries=entries, cuts=st.sets(st.integers(1, 400)), indent=st.none() | st.integers(0, 2), escaped=st.booleans())
def test_entries_are_read_however_their_bytes_come(
    entries: Iterable[dict[str, Any]], cuts: set[int], indent: int | None, escaped: bool
) -> None:
    raw = json.dumps(entries, indent=indent, ensure_ascii=escaped).encode(errors="replace")
    edges = [0, *sorted(cut for cut in cuts if cut < len(raw)), len(raw)]
    pieces = [raw[start:end] for start, end in itertools.pairwise(edges)]
    assert list(read_entries(pieces)) == json.loads(raw)


def test_an_entry_is_yielded_before_the_next_one_is_asked_for() -> None:
    taken = []

    def pieces() -> Iterator[bytes]:
        for piece in (b'[{"a": 1}, ', b'{"a": 2}, ', b'{"a": 3}]'):
            taken.append(piece)
            yield piece

    assert next(read_entries(pieces())) == {"a": 1}
    assert len(taken) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[",
        b"[1]",
        b"[{}",
        b"[{},]",
        b"[{} {}]",
        b"[,{}]",
        b"[{}]]",
        b"[{}] x",
        b"[[]]",
        b"]",
        b"\xff",
        b'[{"a": "\xff"}]',
    ],
)
def test_what_is_no_array_of_objects_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match="provenance section"):
        list(read_entries([raw]))


def test_an_entry_without_an_end_is_refused_before_all_of_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "MAX_ENTRY", 10_000)
    read = itertools.count()
    endless = (b'[{"a": "' if next(read) == 0 else b"x" * 1000 for _ in itertools.count())
    with pytest.raises(FormatError):
        list(read_entries(endless))
    assert next(read) < 40


def test_an_entrys_hash_is_that_of_the_layout() -> None:
    assert [entry_hash(entry) for entry in FILE.provenance] == [entry["entry_hash"] for entry in FILE.provenance]


def test_a_log_is_read_back_as_a_chain_that_holds() -> None:
    log = ProvenanceLog(oracle.KEY, "scribe", "did:maif:scribe")
    log.begin(FileHeader.unpack(RAW))
    log.add("review", "ab", 5, {"by": "ü"})
    raw = b"".join(log)
    assert len(raw) == log.size
    log.close()
    checked = list(check_entries(read_entries([raw]), PUBLIC))
    assert [(entry["action"], wrong) for entry, wrong in checked] == [("genesis", []), ("review", [])]


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("chain_position", "says it is number"),
        ("previous_entry_hash", "does not follow"),
        ("timestamp", "not what its hash"),
        ("entry_hash", "not what its hash"),
        ("signature", "not signed"),
    ],
)
def test_a_changed_entry_is_told(field: str, what: str) -> None:
    changed = json.loads(json.dumps(FILE.provenance))
    changed[2][field] = "00"
    found = [(number, wrong) for number, (_, wrong) in enumerate(check_entries(changed, PUBLIC)) if wrong]
    assert found[0][0] == 2
    assert any(what in problem for problem in found[0][1])


def vouch(entries: Iterable[dict[str, Any]], key: bytes = PUBLIC) -> list[dict[str, Any]]:
    chain = Chain()
    for block in FILE.blocks:
        chain.add_frame(memoryview(oracle.pack_block(block)))
    return list(vouched_entries(entries, key, FileHeader.unpack(RAW), chain, 0))


def test_sound_entries_vouch_for_their_file() -> None:
    assert vouch(FILE.provenance) == FILE.provenance


@pytest.mark.parametrize(
    "entries",
    [
        [],
        FILE.provenance[:-1],
        FILE.provenance[1:],
        FILE.provenance[::-1],
        oracle.parse(oracle.write([], key=oracle.KEY)).provenance,
    ],
    ids=["none", "the last is missing", "the first is missing", "another order", "another file's"],
)
def test_other_entries_do_not(entries: Iterable[dict[str, Any]]) -> None:
    with pytest.raises(IntegrityError):
        vouch(entries)


def test_entries_signed_by_another_key_do_not_vouch() -> None:
    with pytest.raises(IntegrityError, match="not signed by the file's key"):
        vouch(FILE.provenance, oracle.OTHER_KEY.public_key().public_bytes_raw())


def test_an_entry_that_could_not_be_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "MAX_ENTRY", 1000)
    log = ProvenanceLog(oracle.KEY, "scribe", "did:maif:scribe")
    with pytest.raises(LimitError):
        log.add("review", "", 0, {"x": "y" * 1000})
    assert b"".join(log) == b"[]"
    log.close()
