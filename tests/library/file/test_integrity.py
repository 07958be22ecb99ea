"""`maif.file.integrity`: hashes, what blocks add up to, keys and signatures."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.file.format import BLOCK_HEADER, without_signature
from maif.file.integrity import (
    Chain,
    content_hash,
    key_field,
    key_from_field,
    load_private_key,
    load_public_key,
    signature_field,
    signature_holds,
)

RAW = oracle.KEY.public_key().public_bytes_raw()


@given(data=st.binary(), metadata=st.binary())
def test_a_content_hash_covers_data_and_metadata(data: bytes, metadata: bytes) -> None:
    assert content_hash(data, metadata) == oracle.content_hash(data, metadata)


def test_without_metadata_the_content_hash_is_that_of_the_data() -> None:
    assert content_hash(b"abc", b"{}") == content_hash(b"abc") == hashlib.sha256(b"abc").digest()


@pytest.mark.piece("maif.file.integrity.Chain")
def test_a_chain_adds_up_to_what_the_layout_says() -> None:
    file = oracle.parse(oracle.write([("TEXT", bytes([number]), None) for number in range(5)], key=oracle.KEY))
    chain = Chain()
    for block in file.blocks:
        chain.add_frame(memoryview(oracle.pack_block(block)))
    assert (chain.count, chain.last_hash) == (5, file.blocks[-1].content_hash)
    assert (chain.root(), chain.headers_sha256()) == (file.header.root, oracle.headers_sha256(file.blocks))


@pytest.mark.piece("maif.file.integrity.Chain")
@given(st.lists(st.integers(0, 3), max_size=6))
def test_blocks_add_up_to_the_same_however_many_come_at_a_time(sizes: list[int]) -> None:
    file = oracle.parse(oracle.write([("TEXT", bytes([number]), None) for number in range(sum(sizes))], key=oracle.KEY))
    headers = [without_signature(oracle.pack_block(block)[: BLOCK_HEADER.size]) for block in file.blocks]
    one_by_one, together, at = Chain(), Chain(), 0
    for block, header in zip(file.blocks, headers, strict=True):
        one_by_one.add(block.content_hash, header)
    for size in sizes:
        hashes = [block.content_hash for block in file.blocks[at : at + size]]
        together.add(b"".join(hashes), b"".join(headers[at : at + size]))
        at += size
    for chain in (one_by_one, together):
        assert (chain.count, chain.root(), chain.headers_sha256()) == (
            len(file.blocks),
            oracle.merkle_root([block.content_hash for block in file.blocks]),
            oracle.headers_sha256(file.blocks),
        )
        assert chain.last_hash == (file.blocks[-1].content_hash if file.blocks else bytes(32))


def test_a_signature_field_holds_for_its_key_and_message_alone() -> None:
    field = signature_field(oracle.KEY, b"message")
    other = oracle.OTHER_KEY.public_key().public_bytes_raw()
    assert field == oracle.signature_field(oracle.KEY, b"message")
    assert signature_holds(RAW, field, b"message")
    assert not signature_holds(RAW, field, b"another")
    assert not signature_holds(other, field, b"message")


@pytest.mark.parametrize("position", [0, 7, 8, 71, 72, 255])
def test_every_byte_of_a_signature_field_counts(position: int) -> None:
    field = bytearray(signature_field(oracle.KEY, b"message"))
    field[position] ^= 1
    assert not signature_holds(RAW, field, b"message")


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(32), b"\xff" * 32])
def test_a_key_that_is_none_verifies_nothing(key: bytes) -> None:
    assert not signature_holds(key, signature_field(oracle.KEY, b"message"), b"message")


def test_an_unfinished_file_names_its_key() -> None:
    assert key_from_field(key_field(RAW)) == RAW
    assert key_from_field(bytes(256)) is None
    assert key_from_field(signature_field(oracle.KEY, b"")) is None


PEM = oracle.KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PUBLIC_PEM = oracle.KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("source", [oracle.KEY, bytes(range(32)), PEM], ids=["object", "raw", "PEM"])
def test_a_private_key_comes_in_many_forms(source: Any) -> None:
    assert load_private_key(source).public_key().public_bytes_raw() == RAW


def test_a_private_key_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(PEM)
    assert load_private_key(tmp_path / "key.pem").public_key().public_bytes_raw() == RAW
    assert load_private_key(str(tmp_path / "key.pem")).public_key().public_bytes_raw() == RAW


def test_without_a_private_key_there_is_a_new_one() -> None:
    assert load_private_key(None).private_bytes_raw() != load_private_key(None).private_bytes_raw()


ELLIPTIC = generate_private_key(SECP256R1())


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"", InvalidArgumentError),
        (b"not PEM", InvalidArgumentError),
        (PUBLIC_PEM, InvalidArgumentError),
        (
            oracle.KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")),
            InvalidArgumentError,
        ),
        (ELLIPTIC, InvalidTypeError),
        (ELLIPTIC.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), InvalidTypeError),
        (5, InvalidTypeError),
    ],
    ids=["nothing", "no PEM", "a public key", "encrypted", "another kind", "PEM of another kind", "a number"],
)
def test_what_is_no_private_key_is_refused(source: Any, error: type[MAIFError]) -> None:
    with pytest.raises(error, match="Ed25519"):
        load_private_key(source)


@pytest.mark.parametrize("source", [oracle.KEY.public_key(), RAW, RAW.hex(), RAW.hex().upper(), PUBLIC_PEM])
def test_a_public_key_comes_in_many_forms(source: Any) -> None:
    assert load_public_key(source) == RAW


@pytest.mark.parametrize("content", [PUBLIC_PEM, RAW.hex().encode(), RAW.hex().encode() + b"\n", RAW])
def test_a_public_key_comes_from_a_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    assert load_public_key(tmp_path / "key") == RAW


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"", InvalidArgumentError),
        (b"not PEM", InvalidArgumentError),
        (PEM, InvalidArgumentError),
        (5, InvalidTypeError),
        (ELLIPTIC.public_key(), InvalidTypeError),
    ],
    ids=["nothing", "no PEM", "a private key", "a number", "another kind"],
)
def test_what_is_no_public_key_is_refused(source: Any, error: type[MAIFError]) -> None:
    with pytest.raises(error, match="Ed25519"):
        load_public_key(source)
