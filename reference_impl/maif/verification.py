"""Finding everything that is wrong with a file.

What must hold: every byte before the footer has the footer's hash. Every block has the content hash that its header
says, follows the block before, and stands in the index. The header's signature covers the Merkle root over the content
hashes; the blocks' headers are covered by a signature each, or by the hash of them all in the signed `finalize` entry;
every provenance entry is signed and follows the one before. All signatures are by one key: pin it with `trusted_key`,
for anybody can change a file and sign it anew with a key of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from maif.block_storage import BlockStorage
from maif.errors import FormatError
from maif.file.block import Block
from maif.file.claims import Finding, findings, unreadable
from maif.file.format import (
    BLOCK_HEADER,
    COVERED_FLAGS,
    FILE_AT,
    FILE_HEADER,
    FOOTER,
    FOOTER_MAGIC,
    SECTION_LENGTH,
    VERSION,
    BlockFlag,
    FileFlag,
    Footer,
)
from maif.file.integrity import Chain, load_public_key, signature_holds
from maif.file.lock import StrPath
from maif.file.provenance import (
    Entry,
    check_entries,
    is_addition,
    wrong_in_addition,
    wrong_in_finalize,
    wrong_in_genesis,
)
from maif.file.versions import Remembered
from maif.threads import submit

if TYPE_CHECKING:
    from maif.file.integrity import PublicKey
    from maif.file.versions import Time

MAX_PROBLEMS = 1000  # that a report lists; it counts them all
LARGE = 1 << 20  # bytes; a smaller file is hashed before a second core would have begun


class Problem(NamedTuple):
    """One thing that is wrong: what, of which kind, in which block (None: in none) and at which offset of the file.

    The kinds are `header`, `signature`, `key`, `block`, `content`, `chain`, `index`, `merkle`, `provenance`,
    `security`, `layout`, `footer`, `version` (older than asked for) and `unfinished`.
    """

    block: int | None
    offset: int
    what: str
    kind: str

    def __str__(self) -> str:
        place = f"offset {self.offset}" if self.block is None else f"block {self.block}, offset {self.offset}"
        return f"{place}: {self.what} ({self.kind})"


class VerifyReport(NamedTuple):
    """What a verification found. `errors` lists the first thousand problems, `error_count` counts all."""

    path: str
    errors: list[Problem]
    error_count: int
    blocks: int
    bytes: int
    public_key: str | None
    trusted: bool

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.error_count


def verify_file(
    path: StrPath,
    trusted_key: PublicKey | None = None,
    *,
    min_blocks: int | None = None,
    not_before: Time | None = None,
) -> VerifyReport:
    """Check a whole file, and report every problem with block, offset and kind.

    With `trusted_key` (see `maif.file.integrity.load_public_key`) a file that any other key signed is invalid. An older
    version of a file is as valid as the newest one: `min_blocks` and `not_before` (seconds since the epoch, or a
    `datetime` with a time zone) say what you remember of it. Raises `OSError` where the file cannot be read; whatever
    its bytes are, they end in a report.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("checked.maif") as writer:
    ...     block_id = writer.write_text_chunk("hello")
    >>> verify_file("checked.maif").ok, verify_file("checked.maif", trusted_key=writer.public_key).trusted
    (True, True)
    >>> verify_file("checked.maif", trusted_key=bytes(32)).errors[0].kind
    'key'
    """
    trusted = load_public_key(trusted_key) if trusted_key is not None else None
    newest = Remembered.of(min_blocks, not_before)
    try:
        storage = BlockStorage(path, allow_unfinished=True)
    except FormatError as error:
        return VerifyReport(str(path), [Problem(None, error.offset or 0, error.what, "header")], 1, 0, 0, None, False)
    with storage:
        return verify_storage(storage, trusted, newest)


def verify_storage(
    storage: BlockStorage, trusted_key: bytes | None = None, newest: Remembered | None = None
) -> VerifyReport:
    """Check an open file, as `verify_file` does."""
    return _Verification(storage, trusted_key, newest or Remembered()).run()


class _Verification:
    def __init__(self, storage: BlockStorage, trusted_key: bytes | None, newest: Remembered) -> None:
        self.storage, self.header, self.file = storage, storage.header, storage.file
        self.file.keep()
        self.trusted_key, self.newest = trusted_key, newest
        self.problems: list[Problem] = []
        self.count = 0
        self.chain = Chain()
        self.unsigned_blocks = 0

    def run(self) -> VerifyReport:
        try:
            self.key = self.storage.public_key()
        except FormatError as error:
            self.key = None
            self.problem(error.what, "security", offset=self.header.security_offset)
        self.check_header()
        self.check_key()
        if not self.storage.finished:
            what = "ends before its closing sections do" if self.header.finalized else "was never finished"
            self.problem(f"the file {what}", "unfinished", offset=self.file.size)
            self.check_blocks()
        else:
            with ThreadPoolExecutor(1) as second_core:
                large = self.file.size >= LARGE
                sha256 = submit(second_core, self.hash_of_file).result if large else self.hash_of_file
                self.check_blocks()
                self.check_layout()
                self.check_signature()
                self.check_provenance()
                self.check_footer(sha256())
        if self.count and self.storage.finished and not self.storage.unchanged():
            self.problems, self.count = [], 0
            self.problem("a writer appended to the file while it was verified", "unfinished", offset=0)
        key = self.key.hex() if self.key else None
        trusted = self.key is not None and self.key == self.trusted_key
        return VerifyReport(
            self.storage.path, self.problems, self.count, self.chain.count, self.file.size, key, trusted
        )

    def problem(self, what: str, kind: str, *, offset: int, block: int | None = None) -> None:
        self.count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(block, offset, what, kind))

    def check_header(self) -> None:
        header = self.header
        if (header.version_major, header.version_minor) != VERSION:
            version = f"{header.version_major}.{header.version_minor}"
            self.problem(f"the format's version is {version}, not 2.1", "header", offset=FILE_AT["version_major"])
        if any(header.reserved):
            self.problem("the reserved field is not zero", "header", offset=FILE_AT["reserved"])
        expected = FileFlag.SIGNED | FileFlag.FINALIZED | FileFlag.PROVENANCE
        if header.finalized and header.flags & ~FileFlag.ENCRYPTION != expected:
            self.problem(f"the flags are {header.flags:#x}, not {expected:#x}", "header", offset=FILE_AT["flags"])

        for what in self.newest.missing_in(header):
            self.problem(what, "version", offset=FILE_AT["block_count"])

    def check_key(self) -> None:
        if self.key is None and self.storage.finished:
            self.problem("the file names no public key", "key", offset=self.header.security_offset)
        elif self.trusted_key not in (None, self.key):
            named = self.key.hex() if self.key else "unknown"
            self.problem(f"the file's key is {named}, not the trusted one", "key", offset=0)

    def check_blocks(self) -> None:
        """Check each block for itself, against the one before, and against the index."""
        position, entries = FILE_HEADER.size, self.storage.index_entries()
        for block in self.storage.whole_blocks():
            if block.index >= self.header.block_count and self.storage.finished:
                break
            header, position = block.header, block.offset + block.header.size
            for what, kind in self.wrong_in(block):
                self.problem(what, kind, offset=block.offset, block=block.index)
            entry = next(entries, None)
            if entry is not None and entry != (block.offset, header.size, header.type_code, header.flags):
                self.problem("the index says otherwise", "index", offset=block.offset, block=block.index)
            self.unsigned_blocks += not header.flags & BlockFlag.SIGNED
            self.chain.add_frame(block.frame)
        if position != self.storage.blocks_end:
            what = f"{self.storage.blocks_end - position} bytes lie here that are none of the file's blocks"
            self.problem(what, "block", offset=position, block=self.chain.count)
        if self.storage.finished and self.chain.count != self.header.block_count:
            what = f"{self.chain.count} blocks are here, the header says {self.header.block_count}"
            self.problem(what, "header", offset=FILE_AT["block_count"])

    def wrong_in(self, block: Block) -> Iterator[Finding]:
        header = block.header
        if header.version != 1:
            yield Finding(f"the block's version is {header.version}, not 1", "block")
        if any(header.reserved):
            yield Finding("the block's reserved field is not zero", "block")
        signed = header.flags & ~COVERED_FLAGS
        if signed & BlockFlag.SIGNED and signed != BlockFlag.SIGNED | BlockFlag.IMMUTABLE:
            yield Finding(f"the flags of the signed block are {header.flags:#x}", "block")
        if header.metadata_size <= header.size - BLOCK_HEADER.size:  # else the claims say so
            yield from unreadable(block)
        yield from findings(block, previous=self.chain.last_hash, key=self.key)

    def check_layout(self) -> None:
        """Check that the closing sections lie end to end, up to the end of the file."""
        header = self.header
        for name, offset, end in (
            ("provenance", header.provenance_offset, header.security_offset),
            ("security", header.security_offset, header.index_offset),
        ):
            length = SECTION_LENGTH.unpack(self.file.read(offset, SECTION_LENGTH.size))[0]
            if offset + SECTION_LENGTH.size + length != end:
                self.problem(f"the {name} section's length is {length}, its end is at {end}", "layout", offset=offset)
        if (surplus := self.file.size - self.storage.footer_offset - FOOTER.size) > 0:
            self.problem(f"{surplus} bytes follow the footer", "layout", offset=self.file.size - surplus)

    def check_signature(self) -> None:
        header = self.header
        if self.chain.root() != header.merkle_root:
            self.problem(
                "the Merkle root over the content hashes is another one", "merkle", offset=FILE_AT["merkle_root"]
            )
        if self.key is not None and not signature_holds(self.key, header.signature, header.signed_part):
            self.problem("the file's signature does not hold", "signature", offset=FILE_AT["signature"])

    def check_provenance(self) -> None:
        """Check the entries' chain and signatures, and what they say of the blocks and of the file."""
        offset, number, added = self.header.provenance_offset, -1, 0
        entry: Entry = {}
        blocks = self.storage.whole_blocks()
        try:
            for number, (entry, wrong) in enumerate(check_entries(self.storage.provenance(), self.key)):
                wrong += wrong_in_genesis(entry, self.header) if number == 0 else []
                if is_addition(entry.get("action")):
                    added += 1
                    wrong += wrong_in_addition(entry, next(blocks, None))
                for what in wrong:
                    self.problem(f"provenance entry {number} {what}", "provenance", offset=offset)
            for what in wrong_in_finalize(entry, self.header, self.chain, self.unsigned_blocks):
                self.problem(f"the last provenance entry {what}", "provenance", offset=offset)
            if added and added != self.chain.count:
                what = f"provenance tells of {added} blocks, {self.chain.count} are here"
                self.problem(what, "provenance", offset=offset)
            self.check_security(entry)
        except FormatError as error:
            self.problem(error.what, "provenance", offset=offset)

    def check_security(self, finalize: Entry) -> None:
        """Check that the security section, which nothing signs, says what signed parts say: who, how and when."""
        said = self.storage.security()
        expected = {
            "signer_id": finalize.get("agent_id"),
            "signer_did": finalize.get("agent_did"),
            "key_algorithm": "Ed25519",
            "signature_algorithm": "Ed25519",
        }
        wrong = [
            f"{name} is {said.get(name)!r:.80}, not {value!r:.80}"
            for name, value in expected.items()
            if said.get(name) != value
        ]
        earliest, signed_at, latest = finalize.get("timestamp"), said.get("signed_at"), self.header.modified
        if not (type(earliest) is type(signed_at) is int and earliest <= signed_at <= latest):
            wrong.append(f"signed_at is {signed_at!r:.80}, not between {earliest!r:.80} and {latest}")
        if unknown := said.keys() - expected.keys() - {"public_key", "signed_at"}:
            wrong.append(f"entries include {min(unknown)!r:.80}, which is none")
        for what in wrong:
            self.problem(f"the security section's {what}", "security", offset=self.header.security_offset)

    def hash_of_file(self) -> bytes:
        """Return the SHA-256 of all that comes before the footer; for a second core, with a mapping of its own."""
        digest, file = hashlib.sha256(), self.file.again()
        try:
            for window in file.windows(0, self.storage.footer_offset):
                digest.update(window)
        finally:
            file.close()
        return digest.digest()

    def check_footer(self, sha256: bytes) -> None:
        offset = self.storage.footer_offset
        footer = Footer.unpack(self.file.read(offset, FOOTER.size))
        wrong = [] if footer.magic == FOOTER_MAGIC else [f"begins with {footer.magic!r}, not {FOOTER_MAGIC!r}"]
        if footer.file_size != self.file.size:
            wrong.append(f"says that the file has {footer.file_size} bytes, it has {self.file.size}")
        if footer.sha256 != sha256:
            wrong.append("has another hash than the bytes before it")
        if footer.reserved:
            wrong.append("has a reserved field that is not zero")
        for what in wrong:
            self.problem(f"the footer {what}", "footer", offset=offset)
