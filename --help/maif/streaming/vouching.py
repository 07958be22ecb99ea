"""What a verifying reader holds a block to: what was found out when the file was opened, and the claims of the block.

Of a finished file, opening checks the signature and that it covers every header; a digest of each header (16 bytes a
block) stays, so that what is changed in the file later is noticed. Of an unfinished file nothing vouches but the
blocks' own signatures, where they have any.
"""

from __future__ import annotations

import hashlib

from maif.block_storage import BlockStorage
from maif.errors import FormatError, IntegrityError
from maif.file.block import Block
from maif.file.claims import findings
from maif.file.format import BLOCK_AT, BLOCK_HEADER, LOW_FLAGS_AT, SIZE_TYPE_FLAGS, BlockFlag, without_signature
from maif.file.integrity import Chain, signature_holds
from maif.file.merkle import NO_HASH
from maif.file.provenance import vouched_entries

_SIGNED = BlockFlag.SIGNED.value
_DIGEST = 16  # bytes
_HASH_AT = BLOCK_AT["content_hash"]
_TOGETHER = 256  # headers that enter the chain at once: the same sum, with less work in Python


def trusted_signer(storage: BlockStorage, trusted_key: bytes | None) -> bytes | None:
    """Return the key that signs a file; raise `IntegrityError` if it is not the trusted one, where there is one."""
    key = storage.public_key()
    if trusted_key is not None and key != trusted_key:
        named = key.hex() if key else "unknown"
        raise IntegrityError(f"the file's key is {named}, not the trusted one", path=storage.path)
    return key


def signing_key(storage: BlockStorage, key: bytes | None) -> bytes:
    """Return the key, which signs a finished file's header; raise `IntegrityError` if it does not."""
    if key is None or not signature_holds(key, storage.header.signature, storage.header.signed_part):
        raise IntegrityError("the file's signature does not hold", path=storage.path)
    return key


def check_cover(storage: BlockStorage, key: bytes, chain: Chain, unsigned: int) -> None:
    """Raise `IntegrityError` unless the signed parts of a finished file cover its blocks, which add up to `chain`.

    `unsigned` is how many of them have no signature of their own.
    """
    header = storage.header
    if chain.count != header.block_count or chain.root() != header.merkle_root:
        raise IntegrityError("the file's signature does not cover the blocks that are here", path=storage.path)
    try:
        entries = vouched_entries(storage.provenance(), key, header, chain, unsigned, storage.whole_blocks())
        for _ in entries:
            pass
    except FormatError as error:
        raise IntegrityError(error.what, path=storage.path, offset=header.provenance_offset) from None


class Voucher:
    """Checks blocks of a storage before anybody sees them; raises `IntegrityError` for one that does not hold.

    `trusted_key` refuses any other signer. `unauthenticated` lets unsigned blocks of an unfinished file pass.
    """

    def __init__(self, storage: BlockStorage, trusted_key: bytes | None, *, unauthenticated: bool) -> None:
        self._storage = storage
        self._trusted_key = trusted_key
        self._unauthenticated = unauthenticated
        self._key: bytes | None = None
        self._digests = bytearray()  # of the headers, as they were when the file was opened

    def open(self) -> None:
        """Check the signer, and what vouches for the blocks that are here."""
        storage = self._storage
        storage.file.keep()
        key = self._key = trusted_signer(storage, self._trusted_key)
        if storage.finished:
            self._check_cover(key)
        elif not self._unauthenticated:
            for number, (offset, frame) in enumerate(storage.frames()):
                if not frame[LOW_FLAGS_AT] & _SIGNED:
                    raise self._unvouched(number, offset)

    def _check_cover(self, key: bytes | None) -> None:
        """Check that the file's signature covers all there is to know of the blocks' headers, and remember these."""
        storage = self._storage
        key = signing_key(storage, key)
        chain, unsigned, digests = Chain(), 0, bytearray()
        hashes: list[bytes] = []
        headers: list[bytes] = []
        for number, ((offset, frame), entry) in enumerate(zip(storage.frames(), storage.index_entries(), strict=False)):
            if entry != (offset, *SIZE_TYPE_FLAGS.unpack_from(frame)):
                raise self._refused("the index says otherwise", number, offset)
            raw = bytes(frame[: BLOCK_HEADER.size])
            digests += _digest(raw)
            hashes.append(raw[_HASH_AT : _HASH_AT + 32])
            headers.append(without_signature(raw))
            unsigned += not raw[LOW_FLAGS_AT] & _SIGNED
            if len(headers) == _TOGETHER:
                chain.add(b"".join(hashes), b"".join(headers))
                hashes, headers = [], []
        chain.add(b"".join(hashes), b"".join(headers))
        check_cover(storage, key, chain, unsigned)
        self._digests = digests

    def check(self, block: Block, *, previous: bytes | None = None, digest: bytes | None = None) -> None:
        """Check a block; `previous` is the content hash of the one before, `digest` that of its content, if known."""
        index = block.index
        if self._digests:
            at = index * _DIGEST
            if _digest(block.frame[: BLOCK_HEADER.size]) != self._digests[at : at + _DIGEST]:
                raise self._refused("the block was changed after the file was opened", index, block.offset)
        elif not (block.frame[LOW_FLAGS_AT] & _SIGNED or self._unauthenticated):
            raise self._unvouched(index, block.offset)
        if index == 0:
            previous = NO_HASH
        for finding in findings(block, previous=previous, key=self._key or b"", digest=digest):
            raise self._refused(finding.what, block.index, block.offset)

    def _unvouched(self, number: int, offset: int) -> IntegrityError:
        what = (
            "the file is not finished, and nothing vouches for the block: it is not signed. "
            "To read it all the same, say unauthenticated=True (maif: --unauthenticated)"
        )
        return self._refused(what, number, offset)

    def _refused(self, what: str, number: int, offset: int) -> IntegrityError:
        return IntegrityError(what, path=self._storage.path, block=number, offset=offset)


def _digest(header: bytes | memoryview) -> bytes:
    return hashlib.sha256(header).digest()[:_DIGEST]
