"""Who did what to a file: a chain of signed entries, written as it grows and read back one by one.

Each entry names the hash of the one before, so none can be taken out, put in or changed. In the file the entries are
one JSON array; neither writing nor reading holds more of it than an entry.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from maif.errors import FormatError, IntegrityError, LimitError
from maif.file.format import MAX_UINT32, VERSION, FileHeader
from maif.file.integrity import Chain, raw_signature_holds
from maif.file.metadata import LIMITS, check_nesting
from maif.file.spill import Spill

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from maif.file.block import Block

MAX_ENTRY = 16 << 20  # characters; longer entries are neither written nor read
_ROOM_TO_FINISH = 1 << 16  # bytes that stay free for the entries that close a file
_encode_sorted = json.JSONEncoder(sort_keys=True).encode
_decode_at = json.JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\n\r]*")

Entry = dict[str, Any]
Told = tuple[str, str, int, dict[str, Any]]
"""What an entry tells: an action, the hash of a block, a time, metadata."""
Encoded = tuple[str, bytes]
"""An entry's hash, and its JSON."""


def add_action(type_name: str) -> str:
    """Return what an entry calls the writing of a block of a type with this name.

    >>> add_action("embeddings")
    'add_embeddings_block'
    """
    return f"add_{type_name}_block"


def is_addition(action: object) -> bool:
    """Say whether an entry with this action tells of the writing of a block.

    >>> is_addition("add_text_block"), is_addition("genesis")
    (True, False)
    """
    return isinstance(action, str) and action.startswith("add_") and action.endswith("_block")


def genesis_hash(agent_id: object, created: int) -> str:
    """Return what a file's first entry has as its block hash."""
    return hashlib.sha256(f"genesis:{agent_id}:{created}".encode(errors="replace")).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Return the hex SHA-256 of an entry, its own hash and signature left out."""
    hashed = {key: value for key, value in entry.items() if key not in ("entry_hash", "signature")}
    return hashlib.sha256(_encode_sorted(hashed).encode()).hexdigest()


class ProvenanceLog:
    """The entries of a file that is being written; they are spilled to disk, so their number does not matter."""

    def __init__(self, key: Ed25519PrivateKey, agent_id: str, agent_did: str, folder: str | None = None) -> None:
        self._key, self._agent_id, self._agent_did = key, agent_id, agent_did
        self._spill = Spill(folder)
        self._last_hash, self._position = "", 0

    def begin(self, header: FileHeader) -> None:
        """Add the first entry, `genesis`."""
        metadata = {
            "file_id": header.file_id.hex(),
            "creator_id": header.creator_id.hex(),
            "format_version": "{}.{}".format(*VERSION),
            "key_algorithm": "Ed25519",
        }
        self.add("genesis", genesis_hash(self._agent_id, header.created), header.created, metadata)

    def add(self, action: str, block_hash: str, timestamp: int, metadata: dict[str, Any]) -> None:
        """Sign and add an entry; raise `LimitError` where the section would grow beyond what its length can say."""
        self.append(self.signed([(action, block_hash, timestamp, metadata)]))

    def signed(self, told: Iterable[Told]) -> list[Encoded]:
        """Return the next entries, signed. Nothing changes.

        Raises `LimitError` where the section would grow beyond what its length can say.
        """
        entries: list[Encoded] = []
        previous, size = self._last_hash, self.size
        for position, (action, block_hash, timestamp, metadata) in enumerate(told, self._position):
            entry: Entry = {
                "timestamp": timestamp,
                "agent_id": self._agent_id,
                "agent_did": self._agent_did,
                "action": action,
                "block_hash": block_hash,
                "entry_hash": "",
                "previous_entry_hash": previous,
                "signature": "",
                "chain_position": position,
                "metadata": metadata,
            }
            previous = entry["entry_hash"] = entry_hash(entry)
            entry["signature"] = self._key.sign(previous.encode()).hex()
            entries.append((previous, _encoded(entry, size, position)))
            size += len(entries[-1][1]) + 2
        return entries

    def append(self, entries: Iterable[Encoded]) -> None:
        """Add entries that `signed` has made."""
        for last_hash, encoded in entries:
            self._spill.write(b", " + encoded if self._position else encoded)
            self._last_hash = last_hash
            self._position += 1

    def take_over(self, entry: Entry) -> None:
        """Add an entry that is signed already: the next one of a file that is being appended to."""
        self.append([(entry["entry_hash"], _encoded(entry, self.size, self._position))])

    @property
    def size(self) -> int:
        """The bytes of the JSON array so far."""
        return self._spill.size + 2

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes of the JSON array, piece by piece."""
        yield b"["
        yield from self._spill
        yield b"]"

    def close(self) -> None:
        """Forget the entries."""
        self._spill.close()


def _encoded(entry: Entry, size: int, number: int) -> bytes:
    """Return an entry's JSON; raise `LimitError` where a section of this size has no room for it."""
    encoded = json.dumps(entry).encode()
    if len(encoded) > MAX_ENTRY:
        raise LimitError(f"a provenance entry has at most {MAX_ENTRY} bytes, this one {len(encoded)}")
    room = MAX_UINT32 - (0 if entry.get("action") in ("recover", "finalize") else _ROOM_TO_FINISH)
    if size + len(encoded) + 2 > room:
        raise LimitError(
            f"the provenance section is full after {number} entries: "
            "close this file and go on in another, or sign by Merkle root, which needs no entry a block"
        )
    return encoded


def read_entries(pieces: Iterable[bytes | memoryview]) -> Iterator[Entry]:
    """Yield the entries of a provenance section, whose bytes come in pieces; raise `FormatError` where they are wrong.

    >>> list(read_entries([b'[{"action": "gen', b'esis"}, {"action": "finalize"}]']))
    [{'action': 'genesis'}, {'action': 'finalize'}]
    """
    texts = codecs.iterdecode((bytes(piece) for piece in pieces), "utf-8")
    text, at, expected = "", 0, "["
    try:
        while True:
            at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it always matches
            character = text[at : at + 1]
            if expected == "[" and character == "[":
                at, expected = at + 1, "first"
            elif expected in ("first", "comma") and character == "]":
                break
            elif expected == "comma" and character == ",":
                at, expected = at + 1, "entry"
            elif expected in ("first", "entry") and (decoded := _decode(text, at)):
                entry, at = decoded
                yield entry
                expected = "comma"
            else:
                text, at = text[at:], 0
                more = _at_least(len(text) + 1, texts) if len(text) <= MAX_ENTRY else ""
                if not more:
                    raise FormatError(f"the provenance section is not a JSON array of objects: at {text[:40]!r}")
                text += more
        if text[at + 1 :].strip() or any(rest.strip() for rest in texts):
            raise FormatError("the provenance section goes on after its JSON array")
    except (UnicodeDecodeError, RecursionError, LimitError) as error:
        raise FormatError(f"the provenance section cannot be read: {error}") from None


def _decode(text: str, at: int) -> tuple[Entry, int] | None:
    """Return the object that begins here, and where it ends; None where no whole object does."""
    try:
        entry, end = _decode_at(text, at)
    except ValueError:
        return None
    check_nesting(entry, LIMITS.depth)
    return (entry, end) if isinstance(entry, dict) else None


def _at_least(size: int, texts: Iterator[str]) -> str:
    """Take pieces until they make up a size: doubling what is parsed again keeps the whole work linear."""
    taken, length = [], 0
    for text in texts:
        taken.append(text)
        length += len(text)
        if length >= size:
            break
    return "".join(taken)


def check_entries(entries: Iterable[Entry], public_key: bytes | None) -> Iterator[tuple[Entry, list[str]]]:
    """Yield each entry with what is wrong with it: its place in the chain, its hash, its signature (if a key is given).

    A signature covers the hash of the entry before, so the last one alone vouches for the whole chain.

    >>> genesis = {"action": "genesis", "chain_position": 0, "previous_entry_hash": ""}
    >>> genesis["entry_hash"] = entry_hash(genesis)
    >>> [wrong for entry, wrong in check_entries([genesis], public_key=None)]
    [[]]
    >>> [wrong for entry, wrong in check_entries([genesis | {"chain_position": 1}], public_key=None)]
    [['says it is number 1', 'is not what its hash says']]
    """
    previous = ""
    for position, entry in enumerate(entries):
        wrong = []
        if entry.get("chain_position") != position:
            wrong.append(f"says it is number {entry.get('chain_position')!r}")
        if entry.get("previous_entry_hash") != previous:
            wrong.append("does not follow the entry before it")
        actual = entry_hash(entry)
        if entry.get("entry_hash") != actual:
            wrong.append("is not what its hash says")
        if public_key is not None and not entry_signature_holds(entry, public_key):
            wrong.append("is not signed by the file's key")
        previous = actual
        yield entry, wrong


def entry_signature_holds(entry: Entry, public_key: bytes) -> bool:
    """Say whether an entry is signed by the key."""
    try:
        signature = bytes.fromhex(entry.get("signature", ""))
    except (TypeError, ValueError):
        return False
    return raw_signature_holds(public_key, signature, entry_hash(entry).encode())


def vouched_entries(
    entries: Iterable[Entry],
    public_key: bytes,
    header: FileHeader,
    chain: Chain,
    unsigned_blocks: int,
    blocks: Iterator[Block] | None = None,
) -> Iterator[Entry]:
    """Yield the entries of a file whose blocks add up to `chain`; raise `IntegrityError` unless they vouch for them.

    They do if they follow each other from this file's genesis on, tell of no other `blocks` (if these are given), and
    the last, signed by the key, covers them.
    """
    entry: Entry = {}
    for number, (entry, wrong) in enumerate(check_entries(entries, public_key=None)):
        wrong += wrong_in_genesis(entry, header) if number == 0 else []
        if blocks is not None and is_addition(entry.get("action")):
            wrong += wrong_in_addition(entry, next(blocks, None))
        if wrong:
            raise IntegrityError(f"provenance entry {number} {wrong[0]}")
        yield entry
    wrong = wrong_in_finalize(entry, header, chain, unsigned_blocks)
    if not entry_signature_holds(entry, public_key):
        wrong.append("is not signed by the file's key")
    if wrong:
        raise IntegrityError(f"the last provenance entry {wrong[0]}")


def wrong_in_genesis(entry: Entry, header: FileHeader) -> list[str]:
    """Return what is wrong with the first entry of a file with this header."""
    wrong = [] if entry.get("action") == "genesis" else ["is not the genesis"]
    if metadata_of(entry).get("file_id") != header.file_id.hex():
        wrong.append("is of another file")
    if entry.get("block_hash") != genesis_hash(entry.get("agent_id"), header.created):
        wrong.append("is of another agent or time than the file")
    return wrong


def wrong_in_finalize(entry: Entry, header: FileHeader, chain: Chain, unsigned_blocks: int) -> list[str]:
    """Return what is wrong with the last entry of a file whose blocks add up to `chain`."""
    wrong = [] if entry.get("action") == "finalize" else ["is not the finalize"]
    metadata = metadata_of(entry)
    if entry.get("block_hash") != header.merkle_root.hex():
        wrong.append("names another Merkle root than the header")
    if metadata.get("block_count") != header.block_count:
        wrong.append("names another number of blocks than the header")
    headers = metadata.get("headers_sha256")
    if headers is None and unsigned_blocks:
        wrong.append(f"has no hash of the block headers, and {unsigned_blocks} blocks have no signature")
    elif headers is not None and headers != chain.headers_sha256():
        wrong.append("has another hash of the block headers (types, ids or times were changed)")
    return wrong


def wrong_in_addition(entry: Entry, block: Block | None) -> list[str]:
    """Return what is wrong with an entry that tells of the writing of this block."""
    if block is None:
        return ["adds a block that is not here"]
    told = (entry.get("action"), entry.get("block_hash"), metadata_of(entry).get("block_id"))
    is_told = told == (add_action(block.type_name), block.header.content_hash.hex(), block.block_id)
    return [] if is_told else [f"tells of another block than block {block.index}"]


def metadata_of(entry: Entry) -> dict[str, Any]:
    """Return an entry's metadata; none if they are no object."""
    metadata = entry.get("metadata")
    return metadata if isinstance(metadata, dict) else {}
