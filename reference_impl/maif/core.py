"""The older interface to MAIF files, `MAIFEncoder` and `MAIFDecoder`, on top of the streaming writer and reader."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

from maif.arguments import path_text
from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError
from maif.file.access import MappedFile
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.lock import StrPath
from maif.file.output import Output, sync_folder
from maif.file.placing import beside, put_in_place
from maif.remote import Upload, is_url
from maif.streaming.writer import MAIFStreamWriter
from maif.verification import VerifyReport, verify_file

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from maif.file.integrity import PrivateKey

__all__ = ["BlockType", "MAIFDecoder", "MAIFEncoder", "create_maif", "verify_maif"]

Metadata = dict[str, Any]


class MAIFEncoder:
    """Builds a MAIF file block by block.

    With a `path`, blocks reach the file as you add them. Without one they wait in a temporary file until
    `finalize(path)` says where they go. `enable_mmap` writes through a memory mapping. `sign="block"` signs each block,
    `"merkle"` all together. Adding after `finalize` raises `ClosedError`.

    >>> encoder = MAIFEncoder(agent_id="scribe")
    >>> block_id = encoder.add_text_block("hello", {"lang": "en"})
    >>> encoder.finalize("letter.maif")
    'letter.maif'
    >>> MAIFDecoder("letter.maif").get_text_content(0)
    'hello'
    >>> encoder.add_text_block("too late")
    Traceback (most recent call last):
    maif.errors.ClosedError: ...
    """

    def __init__(
        self,
        path: StrPath | None = None,
        agent_id: str = "maif",
        *,
        enable_mmap: bool = False,
        buffer_size: int | str = "64KB",
        enable_compression: bool = False,
        private_key: PrivateKey | None = None,
        sign: Literal["merkle", "block"] = "block",
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._path = None if path is None else path_text(path)
        self._folder = tempfile.TemporaryDirectory(prefix="maif-") if path is None else None
        self._writer = MAIFStreamWriter(
            os.path.join(self._folder.name, "unnamed.maif") if self._folder else path_text(path or ""),
            agent_id=agent_id,
            private_key=private_key,
            sign=sign,
            compression="zstd" if enable_compression else None,
            buffer_size=buffer_size,
            enable_mmap=enable_mmap,
            clock=clock,
        )
        self._finalized = False

    @property
    def public_key(self) -> str:
        """The key with which a reader checks the file's signatures, 64 hex digits."""
        return self._writer.public_key

    def add_text_block(self, text: str, metadata: Metadata | None = None) -> str:
        """Add a text; return the block's id."""
        return self._open_writer().write_text_chunk(text, metadata)

    def add_binary_block(
        self, data: ReadableBuffer, block_type: str | BlockType = BlockType.BINARY, metadata: Metadata | None = None
    ) -> str:
        """Add bytes; return the block's id."""
        return self._open_writer().write_chunk(data, block_type, metadata)

    def add_embeddings_block(self, embeddings: Any, metadata: Metadata | None = None) -> str:
        """Add vectors, an array of shape (count, dimensions); return the block's id."""
        return self._open_writer().write_embeddings_chunk(embeddings, metadata)

    def add_block(self, data: ReadableBuffer, block_type: str | BlockType, metadata: Metadata | None = None) -> str:
        """Add a block of any type; return its id."""
        return self._open_writer().write_chunk(data, block_type, metadata)

    def finalize(self, path: StrPath | None = None) -> str:
        """Finish the file and return its path. Give a `path` if you gave none before, and only then."""
        target = self._target(path)
        if not self._finalized:
            self._writer.close()
            if self._folder is not None:
                _move(self._writer.path, target)
                self._folder.cleanup()
            self._path, self._finalized = target, True
        return target

    def _open_writer(self) -> MAIFStreamWriter:
        if self._finalized:
            raise ClosedError(
                f"{self._path} is finalized: nothing can be added; append with MAIFStreamWriter(mode='a')"
            )
        return self._writer

    def _target(self, path: StrPath | None) -> str:
        if path is None and self._path is None:
            raise InvalidArgumentError("finalize needs a path: the encoder was made without one")
        target = self._path if path is None else path_text(path)
        assert target is not None
        if self._path is not None and os.path.realpath(target) != os.path.realpath(self._path):
            raise InvalidArgumentError(f"the file is written to {self._path}, it cannot be finalized as {target}")
        return target

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: type[BaseException] | None, error: BaseException | None = None, *_: object) -> None:
        if error_type is None and self._path is not None:
            self.finalize()
        else:
            self._writer.__exit__(error_type or ClosedError, error)
            if self._folder is not None:
                self._folder.cleanup()


def _move(source: str, target: str) -> None:
    """Put a file in its place at once, also on another file system, or at a URL."""
    if is_url(target):
        upload = Upload(target)
        upload.begin("w")
        shutil.copyfile(source, upload.spool)
        upload.put()
        return
    with beside(target, "new", Output) as (copy, temporary), contextlib.closing(MappedFile(source)) as file:
        copy.write_all(0, file.windows(0, file.size))
        copy.sync()
        put_in_place(copy, temporary, target)
    sync_folder(os.path.dirname(os.path.abspath(target)))


class MAIFDecoder:
    """Reads a MAIF file: the older interface.

    It opens the file when it first needs it, or when you call `load`, and reads a block when you use it.

    >>> _ = create_maif("mixed.maif", "scribe", {"texts": ["hello"], "binaries": [b"\\x00"]})
    >>> decoder = MAIFDecoder("mixed.maif")
    >>> [block.block_type for block in decoder.blocks], decoder.verify_integrity()
    (['TEXT', 'BINA'], (True, []))
    """

    def __init__(self, path: StrPath) -> None:
        self.path = path_text(path)
        self._storage: BlockStorage | None = None
        self._report: VerifyReport | None = None

    def load(self) -> bool:
        """Open the file; return True. Raises `FormatError` where it is no finished MAIF file."""
        self._opened()
        return True

    def _opened(self) -> BlockStorage:
        if self._storage is None:
            self._storage = BlockStorage(self.path)
        return self._storage

    def _verified(self) -> VerifyReport:
        if self._report is None:
            self._report = verify_file(self.path)
        return self._report

    @property
    def blocks(self) -> Sequence[Block]:
        """All blocks: a sequence that reads a block from the file when you use it."""
        return self._opened()

    def get_blocks(self, block_type: str | BlockType | None = None) -> Sequence[Block]:
        """Return all blocks, or those of one type."""
        if block_type is None:
            return self.blocks
        code = BlockType.of(block_type).value
        return [block for block in self.blocks if block.block_type == code]

    def get_block(self, index: int) -> Block:
        """Return a block by its number; raise `IndexError` if there is none."""
        return self.blocks[index]

    def get_text_content(self, index: int) -> str:
        """Return the text of a block; raise `InvalidTypeError` if it is of another type."""
        block = self.get_block(index)
        if block.block_type != BlockType.TEXT.value:
            raise InvalidTypeError(f"{self.path}, block {index} holds {block.type_name}, not text")
        return block.text

    def verify_integrity(self) -> tuple[bool, list[str]]:
        """Check the whole file; return whether it holds, and what is wrong."""
        report = verify_file(self.path)
        self._report = report
        return report.ok, [str(problem) for problem in report.errors]

    def is_tampered(self) -> bool:
        """Return whether anything is wrong with the file."""
        return not self._verified().ok

    def get_tampered_blocks(self) -> list[Block]:
        """Return the blocks with which something is wrong."""
        tampered = {problem.block for problem in self._verified().errors}
        return [block for block in self._opened().whole_blocks() if block.index in tampered]

    def get_provenance(self) -> list[dict[str, Any]]:
        """Return the entries of the provenance chain."""
        return list(self._opened().provenance())

    def get_security_info(self) -> dict[str, Any]:
        """Return the security section: who signed the file, with which key."""
        return self._opened().security()

    def get_file_info(self) -> dict[str, Any]:
        """Return what the file says of itself."""
        return self._opened().info._asdict()

    def export_manifest(self) -> dict[str, Any]:
        """Return all there is to know of the file but its data, as values for JSON."""
        return {
            "file": self.get_file_info(),
            "security": self.get_security_info(),
            "blocks": [
                {
                    "index": block.index,
                    "block_id": block.block_id,
                    "type": block.type_name,
                    "size": len(block.view),
                    "timestamp": block.timestamp,
                    "content_hash": block.header.content_hash.hex(),
                    "metadata": block.metadata,
                }
                for block in self.blocks
            ],
            "provenance": self.get_provenance(),
        }

    def close(self) -> None:
        """Close the file."""
        if self._storage is not None:
            self._storage.close()
            self._storage = None

    def __enter__(self) -> Self:
        self.load()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_maif(
    path: StrPath, agent_id: str, content: dict[str, Iterable[Any]], private_key: PrivateKey | None = None
) -> str:
    """Write a file from lists: `content` has `texts`, `embeddings` (vectors) and `binaries`; return the path.

    You may leave out any of the three; another key raises `InvalidArgumentError`.

    >>> create_maif("notes.maif", "scribe", {"texts": ["to", "be"]})
    'notes.maif'
    >>> create_maif("notes.maif", "scribe", {"pictures": []})
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: content has texts, embeddings and binaries, not 'pictures'
    """
    if unknown := sorted(set(content) - {"texts", "embeddings", "binaries"}):
        raise InvalidArgumentError(f"content has texts, embeddings and binaries, not {', '.join(map(repr, unknown))}")
    for name, items in content.items():
        if isinstance(items, (str, bytes)):
            raise InvalidTypeError(f"content's {name} are a list, not a single {type(items).__name__}")
    with MAIFEncoder(path, agent_id, private_key=private_key) as encoder:
        for text in content.get("texts", ()):
            encoder.add_text_block(text)
        embeddings = content.get("embeddings")
        if embeddings is not None and len(vectors := list(embeddings)):
            encoder.add_embeddings_block(vectors)
        for data in content.get("binaries", ()):
            encoder.add_binary_block(data)
    return path_text(path)


def verify_maif(path: StrPath) -> tuple[bool, dict[str, Any]]:
    """Check a whole file; return whether it holds, and the report as a dict (see `maif.verification.VerifyReport`).

    >>> ok, report = verify_maif(create_maif("note.maif", "scribe", {"texts": ["hello"]}))
    >>> ok, report["blocks"], report["errors"]
    (True, 1, [])
    """
    report = verify_file(path)
    return report.ok, report._asdict() | {"ok": report.ok, "errors": [problem._asdict() for problem in report.errors]}
