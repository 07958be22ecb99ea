"""Trusting a file: content hashes, the chain of blocks, and signatures.

Every block carries the hash of its content and the hash of the block before. A `Chain` gathers what all blocks add
up to: the Merkle root over their content hashes, and one hash over their headers. One signature covers the whole file.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from maif.arguments import path_text
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.file.format import BLOCK_AT, BLOCK_HEADER, NO_METADATA, without_signature
from maif.file.merkle import NO_HASH, MerkleTree

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    PrivateKey = Ed25519PrivateKey | bytes | str | os.PathLike[str]
    PublicKey = Ed25519PublicKey | bytes | str | os.PathLike[str]

_sha256 = hashlib.sha256
_HASH_AT = BLOCK_AT["content_hash"]
_SIGNATURE_MARK, _KEY_MARK = b"ED25519:", b"PUBKEY:"
_FIELD = 256
_LONG = 16 << 20  # bytes of a message that is not held in memory


def content_hash(data: ReadableBuffer, metadata: ReadableBuffer = NO_METADATA) -> bytes:
    """Return the SHA-256 that stands in a block's header: over its data, and its metadata bytes if it has any.

    >>> content_hash(b"abc").hex()[:16], content_hash(b"abc", b'{"a": 1}').hex()[:16]
    ('ba7816bf8f01cfea', 'c5120dc5dfb5b579')
    """
    digest = _sha256(data).digest()
    return digest if metadata == NO_METADATA else _sha256(digest + metadata).digest()


class Chain:
    """What the blocks of a file add up to: their number, last content hash, Merkle root, and a hash of all headers.

    >>> chain = Chain()
    >>> chain.add(content_hash(b"abc"), bytes(116))
    >>> chain.count, chain.root() == chain.last_hash == content_hash(b"abc")
    (1, True)
    >>> Chain().root() == NO_HASH
    True
    """

    def __init__(self) -> None:
        self.count = 0
        self.last_hash = NO_HASH
        self._tree = MerkleTree()
        self._headers = _sha256()

    def add(self, content_hashes: bytes, headers: bytes) -> None:
        """Add the next block, or several: content hashes, and packed headers without signature field, end to end."""
        self.count += len(content_hashes) // 32
        self.last_hash = content_hashes[-32:] or self.last_hash
        self._headers.update(headers)
        self._tree.add(content_hashes)

    def add_frame(self, frame: memoryview) -> None:
        """Add the next block, given as it stands in a file."""
        header = bytes(frame[: BLOCK_HEADER.size])
        self.add(header[_HASH_AT : _HASH_AT + 32], without_signature(header))

    def root(self) -> bytes:
        """Return the Merkle root over the content hashes so far."""
        return self._tree.root()

    def headers_sha256(self) -> str:
        """Return the hex SHA-256 over the headers so far, each without its signature field (116 bytes)."""
        return self._headers.hexdigest()


def load_private_key(source: PrivateKey | None) -> Ed25519PrivateKey:
    """Return an Ed25519 private key given as a key object, its 32 raw bytes, PEM bytes, or the path of a PEM file.

    Without one, make a new key. Raises `InvalidTypeError` or `InvalidArgumentError` for anything else, and `OSError`
    where the file cannot be read.

    >>> load_private_key(bytes(32)).public_key().public_bytes_raw().hex()[:16]
    '3b6a27bcceb6a42d'
    >>> load_private_key(b"no key")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: not an unencrypted Ed25519 private key: ...
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if source is None:
        return Ed25519PrivateKey.generate()
    key: object = _read_key_file(source)
    try:
        if isinstance(key, bytes):
            raw = len(key) == 32
            key = Ed25519PrivateKey.from_private_bytes(key) if raw else load_pem_private_key(key, None)
    except (ValueError, TypeError) as error:
        raise InvalidArgumentError(f"not an unencrypted Ed25519 private key: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InvalidTypeError(f"expected an Ed25519 private key, got {type(key).__name__}: see `maif keygen`")
    return key


def load_public_key(source: PublicKey) -> bytes:
    """Return the 32 raw bytes of an Ed25519 public key.

    Give it as a key object, as its 32 bytes or their 64 hex digits, as PEM bytes, or as the path of a file
    that holds PEM or hex. Raises `InvalidTypeError` or `InvalidArgumentError` for anything else, and `OSError` where
    the file cannot be read.

    >>> load_public_key("3b" * 32) == load_public_key(b"\\x3b" * 32) == b"\\x3b" * 32
    True
    >>> load_public_key(3)
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: expected an Ed25519 public key, got int
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key: object = _from_hex(source) or _read_key_file(source)
    if isinstance(key, bytes) and len(key) != 32:
        try:
            key = _from_hex(key) or load_pem_public_key(key)
        except ValueError as error:
            raise InvalidArgumentError(f"not an Ed25519 public key: {error}") from None
    if isinstance(key, Ed25519PublicKey):
        return key.public_bytes_raw()
    if not isinstance(key, bytes):
        raise InvalidTypeError(f"expected an Ed25519 public key, got {type(key).__name__}")
    return key


def _read_key_file(source: object) -> object:
    if not isinstance(source, (str, os.PathLike)):
        return source
    with open(path_text(source), "rb") as file:
        return file.read(1 << 16)


def _from_hex(text: object) -> bytes | None:
    """Return the 32 bytes that 64 hex digits stand for, and None for anything else."""
    try:
        digits = text.decode("ascii") if isinstance(text, bytes) else text
        raw = bytes.fromhex(digits) if isinstance(digits, str) else b""
    except ValueError:
        return None
    return raw if len(raw) == 32 else None


def signature_field(key: Ed25519PrivateKey, message: bytes | memoryview) -> bytes:
    """Return the 256 bytes of a signature field: the mark `ED25519:`, the signature over the message, zeros.

    >>> key = load_private_key(bytes(32))
    >>> field, public_key = signature_field(key, b"message"), key.public_key().public_bytes_raw()
    >>> len(field), field[:8], signature_holds(public_key, field, b"message")
    (256, b'ED25519:', True)
    >>> signature_holds(public_key, field, b"another"), signature_holds(public_key, field[:-1] + b"!", b"message")
    (False, False)
    """
    return (_SIGNATURE_MARK + key.sign(message)).ljust(_FIELD, b"\0")


@contextlib.contextmanager
def joined(*parts: bytes | memoryview) -> Iterator[bytes | memoryview]:
    """Give the parts of a message as one piece, as Ed25519 needs it: it goes over a message twice.

    A long one is put into a file without a name and mapped, so that signing a block takes no memory of its size.

    >>> with joined(b"signed", b"data") as message:
    ...     message
    b'signeddata'
    """
    if sum(map(len, parts)) < _LONG:
        yield b"".join(parts)
        return
    with tempfile.TemporaryFile() as file:
        for part in parts:
            file.write(part)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole, memoryview(whole) as message:
            yield message


def signature_holds(public_key: bytes, field: ReadableBuffer, message: bytes | memoryview) -> bool:
    """Say whether a signature field is exactly the key's signature over the message."""
    raw = bytes(field)
    signature = raw[len(_SIGNATURE_MARK) :][:64]
    return raw == (_SIGNATURE_MARK + signature).ljust(_FIELD, b"\0") and raw_signature_holds(
        public_key, signature, message
    )


def raw_signature_holds(public_key: bytes, signature: bytes, message: bytes | memoryview) -> bool:
    """Say whether 64 bytes are the key's Ed25519 signature over the message (RFC 8032)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_field(public_key: bytes) -> bytes:
    """Return what an unfinished file's header has in the place of its signature: the key that will sign it.

    >>> key_from_field(key_field(b"k" * 32)) == b"k" * 32, key_from_field(bytes(256))
    (True, None)
    """
    return (_KEY_MARK + public_key).ljust(_FIELD, b"\0")


def key_from_field(field: bytes) -> bytes | None:
    """Return the public key that an unfinished file names; None if it names none."""
    key = field[len(_KEY_MARK) :][:32]
    return key if field == key_field(key) else None
