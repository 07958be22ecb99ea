"""The blocks of a file as tables: a DataFrame, or Arrow record batches. Every block is a row, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from maif.arguments import require_at_least
from maif.batches import batched
from maif.errors import MissingExtraError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.metadata import strict_json

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

COLUMNS: dict[str, tuple[str, ...]] = {  # each with its Arrow type
    "block_id": ("string",),
    "block_type": ("string",),
    "timestamp": ("timestamp", "us", "UTC"),
    "metadata": ("string",),
    "text": ("large_string",),
    "data": ("large_binary",),
}
_LAST_OF_PANDAS, _LAST_OF_CALENDAR = 2**63 // 1000, 253_402_300_799_999_999  # microseconds: 2262-04-11, 9999-12-31


def data_frame(blocks: Iterable[Block]) -> pd.DataFrame:
    """Return blocks as a DataFrame; see `MAIFStreamReader.to_pandas`. Raises `MissingExtraError` without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("pandas", extra="pandas", needed_for="to_pandas()") from None
    import numpy as np

    frame = pd.DataFrame((_row(block) for block in blocks), columns=list(COLUMNS))
    times = [np.datetime64("NaT") if time >= _LAST_OF_PANDAS else np.datetime64(time, "us") for time in frame.timestamp]
    frame["timestamp"] = pd.to_datetime(np.array(times, dtype="datetime64[ns]"), utc=True)
    return frame


def record_batches(blocks: Iterable[Block], size: int) -> Iterator[pa.RecordBatch]:
    """Yield blocks as Arrow record batches, an empty one where there are none; see `MAIFStreamReader.iter_arrow`."""
    require_at_least(1, batch_size=size)
    record_batch(())  # where something is missing, say so now
    return _batches(blocks, size)


def _batches(blocks: Iterable[Block], size: int) -> Iterator[pa.RecordBatch]:
    batches = batched(blocks, size)
    yield record_batch(next(batches, []))
    yield from map(record_batch, batches)


def record_batch(blocks: Iterable[Block], columns: Collection[str] = COLUMNS) -> pa.RecordBatch:
    """Return blocks as one Arrow record batch, of some columns, and look at nothing else of the blocks.

    Raises `MissingExtraError` without pyarrow.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("pyarrow", extra="arrow", needed_for="iter_arrow()") from None
    types = {name: COLUMNS[name] for name in columns}
    schema = pa.schema([(name, getattr(pa, kind)(*arguments)) for name, (kind, *arguments) in types.items()])
    return pa.RecordBatch.from_pylist([_arrow_row(block, columns) for block in blocks], schema=schema)


def _row(block: Block, columns: Collection[str] = COLUMNS) -> dict[str, Any]:
    data = block.data if "data" in columns or "text" in columns else b""
    return {name: _VALUES[name](block, data) for name in columns}


def _arrow_row(block: Block, columns: Collection[str]) -> dict[str, Any]:
    row = _row(block, columns)
    if "metadata" in row:
        row["metadata"] = strict_json(row["metadata"])
    if row.get("timestamp", 0) > _LAST_OF_CALENDAR:
        row["timestamp"] = None
    return row


def _text(block: Block, data: bytes) -> str | None:
    """Return the text of a `TEXT` block; None for another type, and for bytes that are no UTF-8."""
    try:
        return data.decode() if block.block_type == BlockType.TEXT.value else None
    except UnicodeDecodeError:
        return None


_VALUES: dict[str, Callable[[Block, bytes], Any]] = {
    "block_id": lambda block, data: block.block_id,
    "block_type": lambda block, data: block.block_type,
    "timestamp": lambda block, data: block.header.timestamp,
    "metadata": lambda block, data: block.metadata,
    "text": _text,
    "data": lambda block, data: data,
}
