"""The other implementation's writer, on ours: each block is signed and written as it comes; none stays in memory."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from maif.arguments import path_text
from maif.clock import SYSTEM_CLOCK, Clock
from maif.compat.kinds import Kind, SecureBlockType
from maif.errors import FinalizedError
from maif.file.format import BlockType
from maif.file.integrity import load_private_key
from maif.file.lock import StrPath
from maif.file.placing import written_beside
from maif.streaming.pending import did_of
from maif.streaming.writer import MAIFStreamWriter

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from maif.file.integrity import PrivateKey


class SecureMAIFWriter:
    """Writes a file that appears at its path, in the place of one that is there, when it is finalized.

    Until then the blocks go to a file beside it, so that a program may read the old file while it writes the new one.
    `private_key`: see `maif.file.integrity.load_private_key`; without one the writer makes one. After `finalize`,
    adding and finalizing raise `FinalizedError`, a `RuntimeError`. A writer that is never finalized leaves nothing.

    >>> writer = SecureMAIFWriter("letter.maif", agent_id="scribe")
    >>> block_id = writer.add_text_block("hello", {"lang": "en"})
    >>> writer.finalize()
    'letter.maif'
    >>> writer.add_text_block("too late")
    Traceback (most recent call last):
    maif.errors.FinalizedError: letter.maif is finalized: nothing can be added
    """

    def __init__(
        self,
        file_path: StrPath,
        agent_id: str,
        private_key: PrivateKey | None = None,
        agent_did: str | None = None,
        *,
        compression: int | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.file_path = path_text(file_path)
        self.agent_id, self.agent_did = agent_id, did_of(agent_id, agent_did)
        self.private_key = load_private_key(private_key)
        self.public_key = self.private_key.public_key()
        self.finalized = False
        self._place = ExitStack()
        self._temporary = self._place.enter_context(written_beside(self.file_path, "new"))
        self._writer = MAIFStreamWriter(
            self._temporary,
            agent_id=agent_id,
            agent_did=self.agent_did,
            private_key=self.private_key,
            sign="block",
            compression=compression,
            clock=clock,
        )

    def add_block(self, data: ReadableBuffer, block_type: Kind, metadata: dict[str, Any] | None = None) -> str:
        """Add a block of any type; return its id, 32 hex digits."""
        kind = BlockType[SecureBlockType.of(block_type).name]
        return self._open("nothing can be added").write_chunk(data, kind, metadata)

    def add_text_block(self, text: str, metadata: dict[str, Any] | None = None) -> str:
        """Add a text; return the block's id."""
        return self._open("nothing can be added").write_text_chunk(text, metadata)

    def add_embeddings_block(self, embeddings: Any, metadata: dict[str, Any] | None = None) -> str:
        """Add vectors, an array or lists of shape (count, dimensions); return the block's id."""
        writer = self._open("nothing can be added")
        if len(embeddings):
            return writer.write_embeddings_chunk(embeddings, metadata)
        none = {"count": 0, "dimensions": 0, "dtype": "float32"}
        return writer.write_chunk(b"", BlockType.EMBEDDINGS, (metadata or {}) | none)

    def add_binary_block(
        self, data: ReadableBuffer, block_type: Kind = SecureBlockType.BINARY, metadata: dict[str, Any] | None = None
    ) -> str:
        """Add bytes; return the block's id."""
        return self.add_block(data, block_type, metadata)

    def finalize(self) -> str:
        """Finish the file, put it in its place, and return its path."""
        self._open("it cannot be finalized again").close()
        self._place.close()
        self.finalized = True
        return self.file_path

    def abandon(self) -> None:
        """Forget the file: nothing of it stays, and what was at its path does. After `finalize`, do nothing."""
        if not self.finalized:
            self._writer.__exit__(FinalizedError)
            self._place.__exit__(FinalizedError, FinalizedError("abandoned"), None)

    def get_public_key_bytes(self) -> bytes:
        """Return the public key's 32 bytes."""
        return self.public_key.public_bytes_raw()

    def _open(self, what: str) -> MAIFStreamWriter:
        if self.finalized:
            raise FinalizedError(f"{self.file_path} is finalized: {what}")
        return self._writer

    def __del__(self) -> None:
        if hasattr(self, "_writer"):
            self.abandon()
