"""Blocks of files as a Dask DataFrame: a row a block, and of each block only what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from maif.distributed.bags import planned
from maif.distributed.partitions import Partition, iterate, opened
from maif.errors import InvalidArgumentError, MissingExtraError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.streaming.tables import COLUMNS, record_batch

try:
    import dask.dataframe
    from dask.dataframe import DataFrame
except ImportError:
    raise MissingExtraError("dask[dataframe]", extra="dask", needed_for="maif.distributed.read_dataframe") from None

if TYPE_CHECKING:
    import pandas as pd


def read_dataframe(
    urls: StrPath | Iterable[StrPath],
    columns: Sequence[str] | None = None,
    *,
    blocks_per_partition: int = 1000,
    bytes_per_partition: int | str = "64MB",
) -> DataFrame:
    """Return the blocks of finished files as a `dask.dataframe.DataFrame`, a row a block.

    The columns are those of `MAIFStreamReader.iter_arrow`: `block_id`, `block_type`, `timestamp` (UTC), `metadata`
    (JSON text), `text`, `data`. Asked for fewer, here or later in the program, tasks read no others: without `text` and
    `data`, nothing is decompressed. The index is the number of the block, counted through all files, so divisions are
    known, and `frame.loc[a:b]` reads only the partitions where these lie.

    Files are cut as by `read_blocks`, and raise what they raise there. To verify them, see `read_blocks`.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("lines.maif") as writer:
    ...     ids = [writer.write_text_chunk(text) for text in ["to be", "or not", "to be"]]
    >>> frame = read_dataframe("lines.maif", blocks_per_partition=2)
    >>> frame.divisions, frame.text.str.upper().compute(scheduler="threads").tolist()
    ((0, 2, 2), ['TO BE', 'OR NOT', 'TO BE'])
    """
    if unknown := set(columns or ()) - COLUMNS.keys():
        raise InvalidArgumentError(f"unknown columns {sorted(unknown)}; known are {list(COLUMNS)}")
    files = planned(urls, blocks_per_partition, bytes_per_partition)
    partitions = [partition for file in files for partition in file if partition.blocks.last] or files[0]
    ends = [*accumulate(partition.blocks.last - partition.blocks.first for partition in partitions)]
    starts = [0, *ends[:-1]]
    frame: DataFrame = dask.dataframe.from_map(
        read_frame,
        partitions,
        starts,
        columns=list(COLUMNS) if columns is None else list(columns),
        meta=_frame([], 0, list(COLUMNS)),
        divisions=(*starts, max(ends[-1] - 1, 0)),
        enforce_metadata=False,
    )
    return frame


def read_frame(partition: Partition, start: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a partition as a DataFrame of these columns, or of all; its rows are numbered from `start`."""
    with opened(partition.path, partition.fingerprint) as storage:
        return _frame(iterate(storage, partition.blocks), start, list(COLUMNS) if columns is None else list(columns))


def _frame(blocks: Iterable[Block], start: int, columns: list[str]) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    text = pd.StringDtype("pyarrow")
    types: dict[Any, Any] = {pa.string(): text, pa.large_string(): text}
    types[pa.large_binary()] = pd.ArrowDtype(pa.large_binary())
    frame: pd.DataFrame = record_batch(blocks, columns or ["block_type"]).to_pandas(types_mapper=types.get)
    frame.index = pd.RangeIndex(start, start + len(frame))
    return frame.reindex(columns=columns)
