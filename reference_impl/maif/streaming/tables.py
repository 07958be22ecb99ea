"""The blocks of a file as tables: a DataFrame, or Arrow record batches. Every block is a row, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

_COLUMNS: dict[str, tuple[str, ...]] = {  # each with its Arrow type
    "block_id": ("string",),
    "block_type": ("string",),
    "timestamp": ("timestamp", "us", "UTC"),
    "metadata": ("string",),
    "text": ("large_string",),
    "data": ("large_binary",),
}
_LAST_OF_PANDAS, _LAST_OF_CALENDAR = 2**63 // 1000, 253_402_300_799_999_999  # microseconds: 2262-04-11, 9999-12-31


def data_frame(blocks: Iterable[Block]) -> pd.DataFrame:
    """Return blocks as a DataFrame; see `MAIFStreamReader.to_pandas`."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("pandas", extra="pandas", needed_for="to_pandas()") from None
    import numpy as np

    frame = pd.DataFrame((_row(block) for block in blocks), columns=list(_COLUMNS))
    times = [np.datetime64("NaT") if time >= _LAST_OF_PANDAS else np.datetime64(time, "us") for time in frame.timestamp]
    frame["timestamp"] = pd.to_datetime(np.array(times, dtype="datetime64[ns]"), utc=True)
    return frame


def record_batches(blocks: Iterable[Block], size: int) -> Iterator[pa.RecordBatch]:
    """Yield blocks as Arrow record batches, an empty one where there are none; see `MAIFStreamReader.iter_arrow`."""
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("pyarrow", extra="arrow", needed_for="iter_arrow()") from None
    require_at_least(1, batch_size=size)
    schema = pa.schema([(name, getattr(pa, kind)(*arguments)) for name, (kind, *arguments) in _COLUMNS.items()])
    return _batches(blocks, size, schema)


def _batches(blocks: Iterable[Block], size: int, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    rows = batched(map(_arrow_row, blocks), size)
    yield pa.RecordBatch.from_pylist(next(rows, []), schema=schema)
    for batch in rows:
        yield pa.RecordBatch.from_pylist(batch, schema=schema)


def _row(block: Block) -> dict[str, Any]:
    data = block.data
    values = (block.block_id, block.block_type, block.header.timestamp, block.metadata, _text(block, data), data)
    return dict(zip(_COLUMNS, values, strict=True))


def _arrow_row(block: Block) -> dict[str, Any]:
    row = _row(block)
    time = row["timestamp"]
    return row | {"metadata": strict_json(row["metadata"]), "timestamp": None if time > _LAST_OF_CALENDAR else time}


def _text(block: Block, data: bytes) -> str | None:
    """Return the text of a `TEXT` block; None for another type, and for bytes that are no UTF-8."""
    try:
        return data.decode() if block.block_type == BlockType.TEXT.value else None
    except UnicodeDecodeError:
        return None
