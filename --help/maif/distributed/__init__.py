"""MAIF files on many machines: Dask and Apache Beam do the work, this cuts the files.

`read_blocks` and `read_dataframe` give Dask the blocks of files, `write_blocks` writes what comes out (extra `dask`);
`ReadFromMAIF` and `WriteToMAIF` do so for Beam (extra `beam`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maif.distributed.bags import read_blocks, write_blocks
    from maif.distributed.beam import ReadFromMAIF, WriteToMAIF
    from maif.distributed.dataframes import read_dataframe

__all__ = ["ReadFromMAIF", "WriteToMAIF", "read_blocks", "read_dataframe", "write_blocks"]

_HOMES = {
    "ReadFromMAIF": "beam",
    "WriteToMAIF": "beam",
    "read_blocks": "bags",
    "read_dataframe": "dataframes",
    "write_blocks": "bags",
}


def __getattr__(name: str) -> Any:
    """Import an engine when something of it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
