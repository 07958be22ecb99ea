"""Finishing a file: provenance, security, index and footer behind the blocks, then the header that commits them all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from maif.file.access import PlainFile
from maif.file.format import FILE_HEADER, FOOTER, FOOTER_MAGIC, SECTION_LENGTH, FileFlag, FileHeader, Footer
from maif.file.integrity import signature_field
from maif.file.output import Output, commit
from maif.streaming.block_writer import Books
from maif.threads import submit

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_LARGE = 16 << 20  # bytes; a smaller file is hashed before a second core would have begun to help


def finish_file(
    output: Output,
    position: int,
    header: FileHeader,
    books: Books,
    key: Ed25519PrivateKey,
    *,
    signer: dict[str, str],
    now: int,
    least_size: int = 0,
) -> int:
    """Write what comes after the blocks, which end at `position`; make it durable, commit it, return the file's size.

    `signer` is what the security section says of the key's owner, `now` the time in microseconds. The file will have
    at least `least_size` bytes.
    """
    chain, index, provenance = books.chain, books.index, books.provenance
    root = chain.root()
    described = {"block_count": chain.count, "headers_sha256": chain.headers_sha256()}
    provenance.add("finalize", root.hex(), now, described)
    security = json.dumps(
        signer | {"key_algorithm": "Ed25519", "signature_algorithm": "Ed25519", "signed_at": now}
    ).encode()
    security_at = _write_section(output, position, provenance.size, provenance)
    end = security_at + SECTION_LENGTH.size + len(security) + index.size + FOOTER.size
    security += b" " * (least_size - end)  # a file that shrank would be cut from under a reader's mapping
    index_at = _write_section(output, security_at, len(security), [security])
    footer_at = output.write_all(index_at, index)
    header = header._replace(
        flags=FileFlag.SIGNED | FileFlag.FINALIZED | FileFlag.PROVENANCE,
        modified=now,
        block_count=chain.count,
        provenance_offset=position,
        security_offset=security_at,
        index_offset=index_at,
        merkle_root=root,
    )
    header = header._replace(signature=signature_field(key, header.signed_part))
    footer = Footer(FOOTER_MAGIC, footer_at + FOOTER.size, _file_hash(output, header, footer_at))
    commit(output, footer_at, footer.pack(), header.pack())
    return footer.file_size


def _write_section(output: Output, position: int, size: int, pieces: Iterable[bytes]) -> int:
    output.write_at(position, SECTION_LENGTH.pack(size))
    return output.write_all(position + SECTION_LENGTH.size, pieces)


def _file_hash(output: Output, header: FileHeader, end: int) -> bytes:
    """Return the hash for the footer: of the final header, and of all that follows it in the file."""
    digest = hashlib.sha256(header.pack())
    with closing(PlainFile(output.path, output.descriptor)) as file:
        large = end >= _LARGE
        pieces = file.windows(FILE_HEADER.size, end, 1 << 20 if large else 1 << 16)  # which fit into a core's cache
        for piece in _read_ahead(pieces) if large else pieces:
            digest.update(piece)
    return digest.digest()


def _read_ahead(pieces: Iterator[memoryview]) -> Generator[memoryview]:
    """Yield the pieces; the second core reads the next one while one is in use."""
    with ThreadPoolExecutor(1, "maif-writer") as second_core:
        coming = submit(second_core, next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = submit(second_core, next, pieces, None)
            yield piece
