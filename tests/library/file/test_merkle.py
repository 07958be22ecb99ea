"""`maif.file.merkle` and `maif.membership`: the root while leaves come, and proofs that one is among them."""

from __future__ import annotations

import hashlib
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.errors import InvalidTypeError, OutOfRangeError, UnfinishedFileError
from maif.file.merkle import NO_HASH, MerkleTree, carry, climb, folded, siblings
from maif.membership import prove_membership
from maif.streaming import MAIFStreamReader, MAIFStreamWriter

ROOT = pytest.mark.piece("maif.file.merkle.carry", "maif.file.merkle.folded")
PROOF = pytest.mark.piece("maif.file.merkle.siblings", "maif.file.merkle.climb")


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(count)]


@ROOT
@pytest.mark.parametrize("count", [*range(20), 255, 256, 257, 511, 512, 513, 768, 1000, 1024, 1025, 1500])
def test_the_root_is_that_of_the_tree_built_at_once(count: int) -> None:
    tree = MerkleTree()
    for leaf in leaves(count):
        tree.add(leaf)
    assert tree.root() == oracle.merkle_root(leaves(count))


@ROOT
@given(st.lists(st.integers(0, 400), max_size=6))
def test_leaves_may_come_several_at_a_time_and_the_root_be_asked_for_in_between(batches: list[int]) -> None:
    tree = MerkleTree()
    so_far: list[bytes] = []
    for batch in batches:
        more = leaves(len(so_far) + batch)[len(so_far) :]
        tree.add(b"".join(more))
        so_far += more
        assert tree.root() == oracle.merkle_root(so_far)


@ROOT
def test_a_tree_holds_little_however_many_leaves_came() -> None:
    thousand, tree = b"".join(leaves(1000)), MerkleTree()
    tracemalloc.start()
    for _ in range(100):
        tree.add(thousand)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert tree.root() == oracle.merkle_root(leaves(1000) * 100)
    assert held < 20_000


@ROOT
@given(st.integers(0, 300))
def test_what_waits_is_one_node_a_level_and_asking_changes_nothing(count: int) -> None:
    pending: list[bytes] = []
    for leaf in leaves(count):
        carry(pending, leaf)
    before = pending.copy()
    assert folded(pending) == oracle.merkle_root(leaves(count))
    assert pending == before
    assert len(pending) == count.bit_length()
    assert [bool(node) for node in pending] == [bool(count >> level & 1) for level in range(len(pending))]


@PROOF
@given(st.integers(1, 70), st.data())
def test_each_leaf_leads_to_the_root_by_its_siblings(count: int, data: st.DataObject) -> None:
    tree = leaves(count)
    index = data.draw(st.integers(0, count - 1))
    before = tree.copy()
    beside = siblings(tree, index)
    root = oracle.merkle_root(tree)
    assert tree == before
    assert len(beside) == (count - 1).bit_length()
    assert climb(tree[index], index, beside) == root
    assert climb(NO_HASH, index, beside) != root


def written(path: Path, count: int) -> str:
    with MAIFStreamWriter(path, private_key=oracle.KEY) as writer:
        for number in range(count):
            writer.write_text_chunk(f"block {number}", {"number": number})
    return writer.public_key


@PROOF
@pytest.mark.parametrize("count", [1, 2, 3, 6, 9])
def test_a_proof_holds_for_its_block_place_and_key_alone(tmp_path: Path, count: int) -> None:
    key = written(tmp_path / "file.maif", count)
    with MAIFStreamReader(tmp_path / "file.maif") as reader:
        contents = [(bytes(data), bytes(metadata)) for data, metadata in (block.content for block in reader)]
    for index, content in enumerate(contents):
        proof = prove_membership(tmp_path / "file.maif", index)
        assert [proof.holds(*other, trusted_key=key) for other in contents] == [other == content for other in contents]
        assert not proof.holds(*content, trusted_key=bytes(range(32)))
        others = [proof._replace(block=other) for other in range(-1, count + 9) if other != index]
        assert not any(other.holds(*content, trusted_key=key) for other in others)


def test_a_proof_with_a_changed_byte_or_hash_does_not_hold(tmp_path: Path) -> None:
    key = written(tmp_path / "file.maif", 5)
    proof = prove_membership(tmp_path / "file.maif", 4)
    content = (b"block 4", b'{"number": 4}')
    assert proof.holds(*content, trusted_key=key)
    covered = range(len(proof.header) - 4)  # the four reserved bytes at the end are signed by nobody
    for at in covered:
        header = bytearray(proof.header)
        header[at] ^= 1
        assert not proof._replace(header=bytes(header)).holds(*content, trusted_key=key)
    for beside in (proof.siblings[:-1], (*proof.siblings, NO_HASH), proof.siblings[::-1]):
        assert not proof._replace(siblings=beside).holds(*content, trusted_key=key)
    assert not proof._replace(header=b"").holds(*content, trusted_key=key)


def test_text_is_no_content(tmp_path: Path) -> None:
    key = written(tmp_path / "file.maif", 1)
    proof: Any = prove_membership(tmp_path / "file.maif", 0)
    with pytest.raises(InvalidTypeError, match="encode the text"):
        proof.holds("block 0", trusted_key=key)


def test_no_proof_where_there_is_no_block_and_where_nobody_has_signed(tmp_path: Path) -> None:
    written(tmp_path / "file.maif", 2)
    for index in (-1, 2):
        with pytest.raises(OutOfRangeError, match="it has 2, counted from 0"):
            prove_membership(tmp_path / "file.maif", index)
    with MAIFStreamWriter(tmp_path / "open.maif") as writer:
        writer.write_text_chunk("still open")
        writer.flush()
        with pytest.raises(UnfinishedFileError):
            prove_membership(tmp_path / "open.maif", 0)
