"""A second, slow and obvious reading of the MAIF layout: it writes, reads and verifies, and shares no code with `maif`.

Tests hold the library against it, and use it to build what the library would not write.
"""

from __future__ import annotations

import hashlib
import json
import struct
import uuid
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FILE_FIELDS = [
    "magic",
    "major",
    "minor",
    "flags",
    "created",
    "modified",
    "file_id",
    "creator_id",
    "agent_did",
    "block_count",
    "provenance_at",
    "security_at",
    "index_at",
    "root",
    "signature",
    "reserved",
]
BLOCK_FIELDS = [
    "size",
    "type",
    "flags",
    "version",
    "timestamp",
    "block_id",
    "previous_hash",
    "content_hash",
    "signature",
    "metadata_size",
    "reserved",
]
TYPES = {
    "TEXT": "text",
    "EMBD": "embeddings",
    "IMAG": "image",
    "AUDI": "audio",
    "VIDE": "video",
    "KNOW": "knowledge",
    "BINA": "binary",
    "META": "metadata",
}


def sha256(data: bytes | bytearray) -> bytes:
    return hashlib.sha256(data).digest()


def pack_file_header(header: SimpleNamespace) -> bytes:
    return struct.pack(">4sHHIQQ16s16s64sIQQQ32s256s4s", *(getattr(header, name) for name in FILE_FIELDS))


def pack_block(block: SimpleNamespace) -> bytes:
    fields = [block.size, block.type.encode(), *(getattr(block, name) for name in BLOCK_FIELDS[2:])]
    return b"".join((struct.pack(">I4sIIQ16s32s32s256sI8s", *fields), block.data, block.metadata))


def content_hash(data: bytes, metadata: bytes) -> bytes:
    return sha256(data) if metadata == b"{}" else sha256(sha256(data) + metadata)


def merkle_root(leaves: list[bytes]) -> bytes:
    level = list(leaves) or [bytes(32)]
    while len(level) > 1:
        level += level[-1:] * (len(level) % 2)
        level = [sha256(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def headers_sha256(blocks: list[SimpleNamespace]) -> str:
    frames = [pack_block(block) for block in blocks]
    return sha256(b"".join(frame[:104] + frame[360:372] for frame in frames)).hex()


def entry_hash(entry: dict[str, Any]) -> str:
    hashed = {key: value for key, value in entry.items() if key not in ("entry_hash", "signature")}
    return hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()


def block_message(block: SimpleNamespace) -> bytes:
    flags = block.flags & ~0b110011
    signed = struct.pack(
        ">I4sIIQ16s32s32sI",
        block.size,
        block.type.encode(),
        flags,
        block.version,
        block.timestamp,
        block.block_id,
        block.previous_hash,
        block.content_hash,
        block.metadata_size,
    )
    return b"".join((signed, block.data, block.metadata))


def signature_field(key: Ed25519PrivateKey, message: bytes) -> bytes:
    return (b"ED25519:" + key.sign(message)).ljust(256, b"\0")


def parse(raw: bytes) -> SimpleNamespace:
    """Take a finished file apart."""
    file = SimpleNamespace()
    file.header = SimpleNamespace(
        **dict(zip(FILE_FIELDS, struct.unpack_from(">4sHHIQQ16s16s64sIQQQ32s256s4s", raw), strict=True))
    )
    file.blocks, at = [], 444
    while at < file.header.provenance_at:
        fields = struct.unpack_from(">I4sIIQ16s32s32s256sI8s", raw, at)
        block = SimpleNamespace(**dict(zip(BLOCK_FIELDS, fields, strict=True)))
        block.type = block.type.decode("latin-1")
        block.metadata = raw[at + block.size - block.metadata_size : at + block.size]
        block.data = raw[at + 372 : at + block.size - block.metadata_size]
        file.blocks.append(block)
        at += block.size
    file.provenance = json.loads(_section(raw, file.header.provenance_at))
    file.security = json.loads(_section(raw, file.header.security_at))
    file.index = list(struct.iter_unpack(">QQ4sI", raw[file.header.index_at : -48]))
    file.footer = struct.unpack(">4sQ32sI", raw[-48:])
    return file


def _section(raw: bytes, at: int) -> bytes:
    (length,) = struct.unpack_from(">I", raw, at)
    return raw[at + 4 : at + 4 + length]


def join(file: SimpleNamespace) -> bytes:
    """Put a file together: the sections after the blocks, the index and the footer follow what the blocks are.

    The header is written as it is: who has no key cannot sign another one. Shorter sections are padded to fit it.
    """
    header = file.header
    parts = [pack_file_header(header), *map(pack_block, file.blocks)]
    for section, at, end in (
        (file.provenance, header.provenance_at, header.security_at),
        (file.security, header.security_at, header.index_at),
    ):
        encoded = json.dumps(section).encode().ljust(end - at - 4)
        parts.append(struct.pack(">I", len(encoded)) + encoded)
    at = 444
    for block in file.blocks:
        parts.append(struct.pack(">QQ4sI", at, block.size, block.type.encode(), block.flags))
        at += block.size
    raw = b"".join(parts)
    return raw + struct.pack(">4sQ32sI", b"FIAM", len(raw) + 48, sha256(raw), 0)


def sign(file: SimpleNamespace, key: Ed25519PrivateKey) -> None:
    """Fill in what follows from the blocks, as somebody with a key can: offsets, root, provenance, signatures."""
    header, public = file.header, key.public_key().public_bytes_raw().hex()
    header.block_count = len(file.blocks)
    header.root = merkle_root([block.content_hash for block in file.blocks])
    previous = ""
    for position, entry in enumerate(file.provenance):
        entry.update(chain_position=position, previous_entry_hash=previous)
        if entry["action"] == "finalize":
            entry["block_hash"] = header.root.hex()
            entry["metadata"]["block_count"] = len(file.blocks)
            if "headers_sha256" in entry["metadata"]:
                entry["metadata"]["headers_sha256"] = headers_sha256(file.blocks)
        previous = entry["entry_hash"] = entry_hash(entry)
        entry["signature"] = key.sign(previous.encode()).hex()
    file.security["public_key"] = public
    header.provenance_at = 444 + sum(block.size for block in file.blocks)
    header.security_at = header.provenance_at + 4 + len(json.dumps(file.provenance))
    header.index_at = header.security_at + 4 + len(json.dumps(file.security))
    header.signature = signature_field(key, pack_file_header(header)[:-260])


def write(
    items: Iterable[tuple[str, bytes, dict[str, Any] | None]],
    *,
    key: Ed25519PrivateKey,
    agent_id: str = "oracle",
    sign_blocks: bool = True,
    time: int = 1_700_000_000_000_000,
) -> bytes:
    """Return a file with blocks of these (type, data, metadata), by default as the existing implementation signs it."""
    did, file_id, creator_id = f"did:maif:{agent_id}", uuid.uuid4().bytes, uuid.uuid4().bytes
    file = SimpleNamespace(blocks=[], provenance=[])
    file.header = SimpleNamespace(
        magic=b"MAIF",
        major=2,
        minor=1,
        flags=7,
        created=time,
        modified=time,
        file_id=file_id,
        creator_id=creator_id,
        agent_did=did.encode()[:64],
        block_count=0,
        provenance_at=0,
        security_at=0,
        index_at=0,
        root=bytes(32),
        signature=b"",
        reserved=bytes(4),
    )
    file.security = {
        "signer_id": agent_id,
        "signer_did": did,
        "public_key": "",
        "key_algorithm": "Ed25519",
        "signature_algorithm": "Ed25519",
        "signed_at": time,
    }

    def note(action: str, block_hash: str, metadata: dict[str, Any]) -> None:
        file.provenance.append(
            {
                "timestamp": time,
                "agent_id": agent_id,
                "agent_did": did,
                "action": action,
                "block_hash": block_hash,
                "entry_hash": "",
                "previous_entry_hash": "",
                "signature": "",
                "chain_position": 0,
                "metadata": metadata,
            }
        )

    genesis = hashlib.sha256(f"genesis:{agent_id}:{time}".encode()).hexdigest()
    described = {
        "file_id": file_id.hex(),
        "creator_id": creator_id.hex(),
        "format_version": "2.1",
        "key_algorithm": "Ed25519",
    }
    note("genesis", genesis, described)
    previous = bytes(32)
    for block_type, data, metadata in items:
        encoded = json.dumps(metadata, sort_keys=True).encode() if metadata else b"{}"
        block = SimpleNamespace(
            size=372 + len(data) + len(encoded),
            type=block_type,
            flags=3 if sign_blocks else 0,
            version=1,
            timestamp=time,
            block_id=uuid.uuid4().bytes,
            previous_hash=previous,
            content_hash=content_hash(data, encoded),
            signature=bytes(256),
            metadata_size=len(encoded),
            reserved=bytes(8),
            data=data,
            metadata=encoded,
        )
        if sign_blocks:
            block.signature = signature_field(key, block_message(block))
            told = {"block_id": block.block_id.hex(), "size": len(data)}
            note(f"add_{TYPES.get(block_type, block_type)}_block", block.content_hash.hex(), told)
        file.blocks.append(block)
        previous = block.content_hash
    note("finalize", "", {"block_count": 0} if sign_blocks else {"block_count": 0, "headers_sha256": ""})
    sign(file, key)
    return join(file)


def problems(raw: bytes) -> list[str]:
    """Return what is wrong with a finished file, as the names of the checks that fail."""
    file = parse(raw)
    header, blocks, entries = file.header, file.blocks, file.provenance
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(file.security["public_key"]))
    previous = [bytes(32), *(block.content_hash for block in blocks)]
    offsets = [444 + sum(block.size for block in blocks[:number]) for number in range(len(blocks))]
    signed = [block for block in blocks if block.flags & 1]
    final = entries[-1]
    checks = {
        "magic": (header.magic, header.major, header.minor, header.flags) == (b"MAIF", 2, 1, 7),
        "reserved": not any(header.reserved) and not any(any(block.reserved) for block in blocks),
        "count": header.block_count == len(blocks),
        "content": all(block.content_hash == content_hash(block.data, block.metadata) for block in blocks),
        "chain": all(block.previous_hash == before for block, before in zip(blocks, previous, strict=False)),
        "root": header.root == (merkle_root(previous[1:]) if blocks else bytes(32)),
        "signature": _signed(key, header.signature, pack_file_header(header)[:-260]),
        "block signatures": all(_signed(key, block.signature, block_message(block)) for block in signed),
        "unsigned": all(not any(block.signature) for block in blocks if not block.flags & 1),
        "headers": final["metadata"].get("headers_sha256", None if len(signed) == len(blocks) else "")
        in (None, headers_sha256(blocks)),
        "genesis": (entries[0]["action"], entries[0]["metadata"]["file_id"]) == ("genesis", header.file_id.hex()),
        "finalize": (final["action"], final["block_hash"]) == ("finalize", header.root.hex()),
        "positions": [entry["chain_position"] for entry in entries] == list(range(len(entries))),
        "entry hashes": all(entry["entry_hash"] == entry_hash(entry) for entry in entries),
        "entry chain": [entry["previous_entry_hash"] for entry in entries]
        == ["", *(entry["entry_hash"] for entry in entries[:-1])],
        "entry signatures": all(
            _holds(key, bytes.fromhex(entry["signature"]), entry["entry_hash"].encode()) for entry in entries
        ),
        "index": file.index
        == [(at, block.size, block.type.encode(), block.flags) for at, block in zip(offsets, blocks, strict=True)],
        "footer": file.footer == (b"FIAM", len(raw), sha256(raw[:-48]), 0),
    }
    return [name for name, holds in checks.items() if not holds]


def _signed(key: Ed25519PublicKey, field: bytes, message: bytes) -> bool:
    return field == (b"ED25519:" + field[8:72]).ljust(256, b"\0") and _holds(key, field[8:72], message)


def _holds(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
