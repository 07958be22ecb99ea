"""The other implementation's `maif.streaming`: reader and writer with a configuration, and a profiler."""

from __future__ import annotations

import codecs
import mmap
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from maif.arguments import require_at_least
from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.compat.kinds import Kind, SecureBlockType, letters_of
from maif.compat.profiler import PerformanceProfiler
from maif.compat.records import SecureBlock
from maif.compat.secure_writer import SecureMAIFWriter
from maif.compat.stored import Blocks, StoredBlock
from maif.errors import InvalidArgumentError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.parallel import map_ordered
from maif.sources import closing_source

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["MAIFStreamReader", "MAIFStreamWriter", "PerformanceProfiler", "StreamingConfig"]

_IN_MEMORY = 1 << 20  # bytes of a block that comes in pieces; a larger one is gathered in a file
_LOOKED_AT = 1 << 16  # bytes of text at a time


@dataclass
class StreamingConfig:
    """How to stream. `max_workers` threads read in `stream_blocks_parallel`; compression is Zstandard's.

    `chunk_size`, `buffer_size` and `prefetch_blocks` are kept, and change nothing: reading takes views of the file, and
    each block is written as it comes. Raises `InvalidArgumentError` for numbers below 1.

    >>> StreamingConfig(chunk_size=8192).max_workers
    8
    """

    chunk_size: int = 4096
    max_workers: int = 8
    buffer_size: int = 8 << 20
    use_memory_mapping: bool = True
    prefetch_blocks: int = 10
    enable_compression: bool = False
    compression_level: int = 6

    def __post_init__(self) -> None:
        require_at_least(1, chunk_size=self.chunk_size, max_workers=self.max_workers, buffer_size=self.buffer_size)


class MAIFStreamReader:
    """Reads the blocks of a file one after the other, as pairs of type (four letters) and data.

    Opening raises `FileNotFoundError`, and `FormatError` where it is no finished MAIF file.

    >>> with MAIFStreamWriter("stream.maif") as writer:
    ...     block_id = writer.write_block(b"hello", "text")
    >>> with MAIFStreamReader("stream.maif") as reader:
    ...     list(reader.stream_blocks()), reader.get_performance_stats()["total_bytes_read"]
    ([('TEXT', b'hello')], 5)
    """

    def __init__(
        self, maif_path: StrPath, config: StreamingConfig | None = None, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self.maif_path = maif_path
        self.config = config or StreamingConfig()
        self._storage = BlockStorage(maif_path, enable_mmap=self.config.use_memory_mapping)
        self._clock = clock
        self._blocks_read = self._bytes_read = 0
        self._seconds = 0.0

    @property
    def blocks(self) -> Sequence[SecureBlock]:
        """All blocks: a sequence that reads a block when you use it."""
        return Blocks(self._storage, lambda block, _: StoredBlock(block), tuple)

    def stream_blocks(self) -> Iterator[tuple[str, bytes]]:
        """Yield type and data of each block."""
        return self._counted(map(_type_and_data, self._storage))

    def stream_blocks_parallel(self) -> Iterator[tuple[str, bytes]]:
        """Yield type and data of each block, in order; `max_workers` threads read ahead."""
        workers = self.config.max_workers
        return self._counted(map_ordered(_type_and_data, self._storage, num_workers=workers))

    def _counted(self, pairs: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        with closing_source(pairs):
            begun = self._clock.monotonic()
            for pair in pairs:
                self._seconds += self._clock.monotonic() - begun
                self._blocks_read += 1
                self._bytes_read += len(pair[1])
                yield pair
                begun = self._clock.monotonic()

    def get_block_by_id(self, block_id: str) -> bytes | None:
        """Return the data of the block with this id; None if there is none."""
        try:
            return self._storage.get_block(block_id).data
        except KeyError:
            return None

    def get_performance_stats(self) -> dict[str, Any]:
        """Return what has been read so far, and how."""
        return {
            "total_blocks_read": self._blocks_read,
            "total_bytes_read": self._bytes_read,
            "average_read_time": self._seconds / self._blocks_read if self._blocks_read else 0.0,
            "file_size": self._storage.file.size,
            "memory_mapped": self.config.use_memory_mapping,
            "chunk_size": self.config.chunk_size,
            "max_workers": self.config.max_workers,
            "buffer_size": self.config.buffer_size,
        }

    def close(self) -> None:
        """Close the file."""
        self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _type_and_data(block: Block) -> tuple[str, bytes]:
    letters = letters_of(block.header.type_code)
    return (str(block.header.type_code) if letters == "UNKNOWN" else letters), block.data


class MAIFStreamWriter:
    """Writes blocks as they come; the file appears at its path when the writer is finalized, or its `with` is left.

    Left by an exception, it leaves no file. Threads may share it. It raises what `SecureMAIFWriter` raises.
    """

    def __init__(
        self,
        output_path: StrPath,
        config: StreamingConfig | None = None,
        agent_id: str = "stream-writer",
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.output_path, self.agent_id = output_path, agent_id
        self.config = config or StreamingConfig()
        level = self.config.compression_level if self.config.enable_compression else None
        self.encoder = SecureMAIFWriter(output_path, agent_id, compression=level, clock=clock)
        self._clock = clock
        self._lock = threading.RLock()
        self._blocks_written = self._bytes_written = 0
        self._seconds = 0.0

    def write_block(
        self, block_data: ReadableBuffer | str, block_type: Kind, metadata: dict[str, Any] | None = None
    ) -> str:
        """Write a block; return its id. As there, an unknown type means `binary`, and so does text that is not UTF-8.

        Raises `InvalidArgumentError` where there is no data, or no type.
        """
        data = block_data.encode() if isinstance(block_data, str) else block_data
        text = _Utf8()
        text.feed(data, final=True)
        return self._write(data, _kind(block_type), text, metadata)

    def _write(self, data: ReadableBuffer, kind: SecureBlockType, text: _Utf8, metadata: dict[str, Any] | None) -> str:
        size = memoryview(data).nbytes
        if kind is SecureBlockType.TEXT and not text.holds:
            kind = SecureBlockType.BINARY
        if not size:
            raise InvalidArgumentError("there is no data to write: a block here holds at least a byte")
        with self._lock:
            begun = self._clock.monotonic()
            block_id = self.encoder.add_block(data, kind, metadata)
            self._seconds += self._clock.monotonic() - begun
            self._blocks_written += 1
            self._bytes_written += size
            return block_id

    def write_block_stream(self, block_type: Kind, data_stream: Iterable[ReadableBuffer | None]) -> str:
        """Write one block out of many pieces; return its id, or `""` where no piece comes.

        The pieces are gathered in a file as they come, so that they are never all in memory.
        """
        kind, text, came = _kind(block_type), _Utf8(), False
        folder = os.path.dirname(os.path.abspath(self.output_path))
        with (
            tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=folder) as gathered,
            closing_source(iter(data_stream)) as pieces,
        ):
            for piece in pieces:
                if piece is not None:
                    came = True
                    gathered.write(piece)
                    text.feed(piece)
            text.feed(b"", final=True)
            if not came:
                return ""
            if gathered.tell() <= _IN_MEMORY:
                gathered.seek(0)
                return self._write(gathered.read(), kind, text, None)
            gathered.flush()
            with mmap.mmap(gathered.fileno(), 0, access=mmap.ACCESS_READ) as whole, memoryview(whole) as view:
                return self._write(view, kind, text, None)

    def write_text_block(self, text: str, metadata: dict[str, Any] | None = None) -> str:
        """Write a text; return the block's id."""
        return self.write_block(text, SecureBlockType.TEXT, metadata)

    def write_binary_block(self, data: ReadableBuffer, block_type: Kind, metadata: dict[str, Any] | None = None) -> str:
        """Write bytes; return the block's id."""
        return self.write_block(data, block_type, metadata)

    def finalize(self) -> None:
        """Finish the file, and put it in its place. A second call does nothing."""
        with self._lock:
            if not self.encoder.finalized:
                self.encoder.finalize()

    def get_stats(self) -> dict[str, Any]:
        """Return what has been written so far."""
        blocks = self._blocks_written
        return {
            "blocks_written": blocks,
            "bytes_written": self._bytes_written,
            "avg_write_time": self._seconds / blocks if blocks else 0.0,
            "total_write_time": self._seconds,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        if error_type is None:
            self.finalize()
        else:
            self.encoder.abandon()


def _kind(block_type: Kind) -> SecureBlockType:
    """Return a type; as there, text that names none means `binary`."""
    if not block_type:
        raise InvalidArgumentError("a block needs a type, such as 'text'")
    try:
        return SecureBlockType.of(block_type)
    except InvalidArgumentError:
        return SecureBlockType.BINARY


class _Utf8:
    """Whether bytes that come in pieces are UTF-8 text."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.holds = True

    def feed(self, data: ReadableBuffer, *, final: bool = False) -> None:
        """Look at more bytes, a few at a time: the text itself is not wanted."""
        view = memoryview(data).cast("B")
        try:
            for at in range(0, len(view) if self.holds else 0, _LOOKED_AT):
                self._decoder.decode(view[at : at + _LOOKED_AT])
            self._decoder.decode(b"", final)
        except UnicodeDecodeError:
            self.holds = False
