"""The other implementation's `maif.core.secure_format`: records, a writer and a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maif.compat.kinds import (
    FORMAT_VERSION_MAJOR,
    FORMAT_VERSION_MINOR,
    MAGIC_FOOTER,
    MAGIC_HEADER,
    BlockFlags,
    FileFlags,
    SecureBlockType,
)
from maif.compat.records import (
    FileFooter,
    ProvenanceEntry,
    SecureBlock,
    SecureBlockHeader,
    SecureFileHeader,
)
from maif.compat.secure_reader import SecureMAIFReader
from maif.compat.secure_writer import SecureMAIFWriter
from maif.errors import FormatError
from maif.file.lock import StrPath

if TYPE_CHECKING:
    from maif.file.integrity import PrivateKey

__all__ = [
    "FORMAT_VERSION_MAJOR",
    "FORMAT_VERSION_MINOR",
    "MAGIC_FOOTER",
    "MAGIC_HEADER",
    "BlockFlags",
    "BlockType",
    "FileFlags",
    "FileFooter",
    "MAIFDecoder",
    "MAIFEncoder",
    "ProvenanceEntry",
    "SecureBlock",
    "SecureBlockHeader",
    "SecureBlockType",
    "SecureFileHeader",
    "SecureMAIFReader",
    "SecureMAIFWriter",
    "create_maif",
    "create_secure_maif",
    "verify_maif",
    "verify_secure_maif",
]

MAIFEncoder, MAIFDecoder, BlockType = SecureMAIFWriter, SecureMAIFReader, SecureBlockType


def create_secure_maif(
    output_path: StrPath, agent_id: str, content: dict[str, Any], private_key: PrivateKey | None = None
) -> str:
    """Write a file of `content["texts"]`, `["embeddings"]` and `["binaries"]`; return its path.

    A text is a `str`, or a dict of `content` and `metadata`; a binary is bytes, or a dict of `data` and `metadata`.

    >>> content = {"texts": ["a", {"content": "b"}], "binaries": [{"data": b"c"}]}
    >>> path = create_secure_maif("all.maif", "scribe", content)
    >>> [block.data for block in SecureMAIFReader(path).blocks]
    [b'a', b'b', b'c']
    """
    writer = SecureMAIFWriter(output_path, agent_id, private_key)
    for text in content.get("texts", ()):
        given = text if isinstance(text, dict) else {"content": text}
        writer.add_text_block(given["content"], given.get("metadata"))
    if "embeddings" in content:
        writer.add_embeddings_block(content["embeddings"], content.get("embeddings_metadata"))
    for binary in content.get("binaries", ()):
        given = binary if isinstance(binary, dict) else {"data": binary}
        writer.add_binary_block(given["data"], metadata=given.get("metadata"))
    return writer.finalize()


def verify_secure_maif(file_path: StrPath) -> tuple[bool, dict[str, Any]]:
    """Check a whole file; return whether it holds, and a report.

    >>> ok, report = verify_secure_maif(create_secure_maif("note.maif", "scribe", {"texts": ["hello"]}))
    >>> ok, report["errors"], report["block_count"], report["provenance_entries"]
    (True, [], 1, 3)
    """
    reader = SecureMAIFReader(file_path)
    is_valid, errors = reader.verify_integrity()
    try:
        entries = len(reader.provenance)
    except FormatError:  # which is among the errors
        entries = 0
    return is_valid, {
        "file_path": reader.file_path,
        "is_valid": is_valid,
        "tampering_detected": not is_valid,
        "tampered_blocks": reader.get_tampered_blocks(),
        "errors": errors,
        "file_info": reader.get_file_info(),
        "block_count": len(reader.blocks),
        "provenance_entries": entries,
    }


create_maif, verify_maif = create_secure_maif, verify_secure_maif
