"""One block of a file: views of its bytes, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.errors import FormatError
from maif.file.compression import decompress
from maif.file.format import (
    BLOCK_HEADER,
    LOW_FLAGS_AT,
    MAX_UINT32,
    METADATA_SIZE,
    METADATA_SIZE_AT,
    NO_METADATA,
    BlockFlag,
    BlockHeader,
    type_name,
)
from maif.file.metadata import CODEC_KEY, GROUP_KEY, Limits, decode_metadata, group_place

if TYPE_CHECKING:
    import numpy as np

    from maif.hot_buffer import HotBuffer

_GROUP_TEXT = f'"{GROUP_KEY}"'.encode()
_metadata_size = METADATA_SIZE.unpack_from
_HEADER_SIZE = BLOCK_HEADER.size
_COMPRESSED = BlockFlag.COMPRESSED.value  # a plain number: this is asked of every block


class BlockContext(NamedTuple):
    """What all blocks of an open file share: its path, the limits on reading, and the cache for decompressed data.

    `cache_key` tells the file's entries from those of others in the same cache.
    """

    path: str
    limits: Limits
    cache: HotBuffer[Any, bytes] | None
    cache_key: object


class Block:
    """One block: its header's fields, its metadata, and its data, each read from the file when it is asked for.

    `index` is its number in the file, from 0, and `offset` where it begins; `frame` is all its bytes.

    >>> from maif.streaming import MAIFStreamReader, MAIFStreamWriter
    >>> with MAIFStreamWriter("short.maif") as writer:
    ...     ids = writer.write_text_chunk("hello", {"lang": "en"}), writer.write_binary_chunk(b"\\xff")
    >>> with MAIFStreamReader("short.maif") as reader:
    ...     text, binary = reader
    >>> text.index, text.offset, text.type_name, text.text, text.metadata, bytes(text.view)
    (0, 444, 'text', 'hello', {'lang': 'en'}, b'hello')
    >>> binary.text
    Traceback (most recent call last):
    maif.errors.FormatError: short.maif, block 1, offset ...: the data is not UTF-8 text: ...
    """

    __slots__ = ("_context", "_header", "frame", "index", "offset")
    _header: BlockHeader

    def __init__(self, frame: memoryview, index: int, offset: int, context: BlockContext) -> None:
        self.frame = frame
        self._context = context
        self.index = index
        self.offset = offset

    def __reduce__(self) -> tuple[Callable[..., Block], tuple[bytes, int, int, str, Limits]]:
        """Pickle by value: what arrives holds its own bytes, and needs no file."""
        return _block_of, (bytes(self.frame), self.index, self.offset, self._context.path, self._context.limits)

    def __repr__(self) -> str:
        return f"<Block {self.index}: {self.block_type}, {len(self.frame)} bytes with header, {self.block_id}>"

    @property
    def header(self) -> BlockHeader:
        """The block's header, field by field."""
        try:
            return self._header
        except AttributeError:  # the first time
            self._header = BlockHeader.unpack(self.frame)
            return self._header

    @property
    def block_id(self) -> str:
        """The block's id, 32 hex digits."""
        return self.header.block_id.hex()

    @property
    def block_type(self) -> str:
        """The four letters of the block's type."""
        return str(self.frame[4:8], "latin-1")

    @property
    def type_name(self) -> str:
        """The name of the block's type, such as `"embeddings"`."""
        return type_name(self.block_type)

    @property
    def timestamp(self) -> float:
        """When the block was written, in seconds since the epoch."""
        return self.header.timestamp / 1e6

    @property
    def metadata(self) -> dict[str, Any]:
        """The block's metadata. Raises `FormatError` or `LimitError` where it is no JSON, or beyond the limits."""
        raw = self.raw_metadata
        if raw == NO_METADATA:
            return {}
        metadata: dict[str, Any] = self._decoded(raw)
        if self.compressed and isinstance(metadata, dict):
            metadata.pop(CODEC_KEY, None)
        if group_place(metadata):
            del metadata[GROUP_KEY]
        return metadata

    @property
    def group(self) -> tuple[int, int] | None:
        """Which block of how many this is in a group that was written as one (from 0); None for a block on its own."""
        raw = self.raw_metadata
        return group_place(self._decoded(raw)) if _GROUP_TEXT in bytes(raw) else None

    def _decoded(self, raw: memoryview) -> Any:
        try:
            return decode_metadata(raw, self._context.limits)
        except FormatError as error:
            raise self._error(error.what) from None

    @property
    def content(self) -> tuple[memoryview, memoryview]:
        """What the content hash covers: the stored data, and the metadata's bytes."""
        frame, end = self.frame, self._data_end()
        return frame[BLOCK_HEADER.size : end], frame[end:]

    @property
    def raw_metadata(self) -> memoryview:
        """The metadata's bytes as they stand in the file."""
        return self.frame[self._data_end() :]

    @property
    def view(self) -> memoryview:
        """The block's stored bytes, not copied: still compressed if the block is."""
        return self.frame[BLOCK_HEADER.size : self._data_end()]

    @property
    def compressed(self) -> bool:
        """Whether the data is stored as a Zstandard frame."""
        return bool(self.frame[LOW_FLAGS_AT] & _COMPRESSED)

    @property
    def data(self) -> bytes:
        """The block's data, decompressed. Raises `FormatError` or `LimitError` where the frame is not as declared."""
        frame = self.frame
        end = len(frame) - _metadata_size(frame, METADATA_SIZE_AT)[0]  # `view`, without its calls: all ask for data
        if end >= _HEADER_SIZE and not frame[LOW_FLAGS_AT] & _COMPRESSED:
            return frame[_HEADER_SIZE:end].tobytes()
        return self._expanded()

    def _expanded(self) -> bytes:
        """Return the data of a block that is compressed."""
        codec = self._decoded(self.raw_metadata)
        codec = codec.get(CODEC_KEY) if isinstance(codec, dict) else None
        if codec is None:  # the flag counts only with the key, as the key only with the flag
            return bytes(self.view)
        cache, limits = self._context.cache, self._context.limits
        key = (self._context.cache_key, self.offset)
        if cache is not None and (kept := cache.get(key)) is not None:
            return kept
        try:
            data = decompress(self.view, codec, limits.decompressed)
        except FormatError as error:
            raise self._error(error.what) from None
        if cache is not None and len(data) <= cache.max_size:
            cache.put(key, data)
        return data

    @property
    def text(self) -> str:
        """The block's data as text. Raises `FormatError` where it is not UTF-8, and what `data` raises."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise self._error(f"the data is not UTF-8 text: {error}") from None

    @property
    def array(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """The block's embeddings, float32 of shape (count, dimensions); a read-only view where it is not compressed.

        Raises `FormatError` where the data is no such vectors, and what `metadata` and `data` raise.
        """
        import numpy as np

        metadata = self.metadata
        dimensions = metadata.get("dimensions") if isinstance(metadata, dict) else None
        data = self.data if self.compressed else self.view
        if type(dimensions) is not int or not 1 <= dimensions <= MAX_UINT32 or len(data) % (4 * dimensions):
            raise self._error(f"{len(data)} bytes are no float32 vectors of {dimensions!r:.20} dimensions")
        return np.frombuffer(data, dtype="<f4").reshape(-1, dimensions)

    def _data_end(self) -> int:
        size: int = len(self.frame) - _metadata_size(self.frame, METADATA_SIZE_AT)[0]
        if size < BLOCK_HEADER.size:
            raise self._error("the metadata is larger than its block")
        return size

    def _error(self, what: str) -> FormatError:
        return FormatError(what, path=self._context.path, block=self.index, offset=self.offset)


def _block_of(frame: bytes, index: int, offset: int, path: str, limits: Limits) -> Block:
    return Block(memoryview(frame), index, offset, BlockContext(path, limits, None, None))
