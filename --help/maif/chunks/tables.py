"""CSV in chunks of rows, through pandas."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from maif.arguments import whole_number
from maif.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd


def read_csv_chunks(path: Any, rows: int, **options: Any) -> Generator[pd.DataFrame]:
    """Yield a CSV file as data frames of `rows` rows; the last may be shorter.

    `path` and `options` are those of `pandas.read_csv`. It guesses types chunk by chunk: pass `dtype=` to fix
    them. Raises `MissingExtraError` without pandas, `InvalidArgumentError` if `rows` is below 1.

    >>> from io import StringIO
    >>> flights = StringIO("origin,delay\\nEWR,2\\nLGA,4\\nJFK,-1\\n")
    >>> [int(frame["delay"].sum()) for frame in read_csv_chunks(flights, 2)]
    [6, -1]
    """
    rows = whole_number(1, rows=rows)
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("pandas", extra="pandas", needed_for="read_csv_chunks()") from None
    return _frames(pd, path, rows, options)


def _frames(pandas: Any, path: Any, rows: int, options: dict[str, Any]) -> Generator[pd.DataFrame]:
    with pandas.read_csv(path, chunksize=rows, **options) as reader:
        yield from reader
