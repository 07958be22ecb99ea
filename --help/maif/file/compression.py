"""One Zstandard frame a block, where it pays, and never more out of it than it declares.

A compressed block has flag bit 3, and says its original size in its metadata, under the reserved key `_codec`.
Hashes and signatures cover what is stored: a file can be verified without decompressing it.
"""

from __future__ import annotations

from typing import Any

from maif.errors import FormatError, InvalidArgumentError, LimitError

WORTHWHILE = 0.9  # a frame must save a tenth of the data, or the data is stored as it is
SMALLEST = 64  # bytes; below, the `_codec` entry in the metadata costs more than the frame saves


class Compressor:
    """Compresses blocks at a Zstandard level (1 fastest … 22 smallest).

    >>> frame, codec = Compressor("zstd").compress(b"abc" * 1000)
    >>> len(frame) < 100, codec
    (True, {'name': 'zstd', 'size': 3000})
    >>> decompress(frame, codec) == b"abc" * 1000
    True

    Where it does not pay, there is no frame:

    >>> Compressor("zstd").compress(bytes(range(100))) is None
    True
    """

    def __init__(self, compression: str | int | bool) -> None:
        from zstandard import ZstdCompressor

        if compression is True or compression == "zstd":
            level = 1
        elif isinstance(compression, int) and 1 <= compression <= 22:
            level = compression
        else:
            raise InvalidArgumentError(f"compression is None, 'zstd', or a level from 1 to 22, not {compression!r}")
        self._compressor = ZstdCompressor(level=level)

    def compress(self, data: bytes | memoryview) -> tuple[bytes, dict[str, Any]] | None:
        """Return the frame and the block's `_codec` entry; None where compressing does not pay."""
        size = len(memoryview(data))
        if size < SMALLEST:
            return None
        frame = self._compressor.compress(data)
        return (frame, {"name": "zstd", "size": size}) if len(frame) <= WORTHWHILE * size else None


def decompress(frame: bytes | memoryview, codec: object, limit: int = 1 << 30) -> bytes:
    """Return a block's original data, from its frame and its `_codec` entry.

    Raises `FormatError` unless the frame gives exactly as many bytes as both it and the entry declare, and `LimitError`
    where that is more than `limit` bytes; nothing of that size is allocated before.
    """
    from zstandard import ZstdDecompressor, ZstdError, get_frame_parameters

    if not isinstance(codec, dict) or codec.get("name") != "zstd":
        raise FormatError(f"the block is compressed by {codec!r}, not by zstd")
    size = codec.get("size")
    if type(size) is not int or size < 0:
        raise FormatError(f"the block declares {size!r} as its original size")
    if size > limit:
        raise LimitError(f"the block expands to {size} bytes, more than the limit of {limit}")
    try:
        if get_frame_parameters(frame).content_size != size:
            raise FormatError(f"the Zstandard frame does not declare the {size} bytes that the block declares")
        data = ZstdDecompressor().decompress(frame, allow_extra_data=False)
    except ZstdError as error:
        raise FormatError(f"the Zstandard frame is damaged: {error}") from None
    if len(data) != size:
        raise FormatError(f"the Zstandard frame gave {len(data)} bytes, not {size}")
    return data
