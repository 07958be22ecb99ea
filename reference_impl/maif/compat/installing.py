"""Older names, and the other implementation's: in force from `install` to `uninstall`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from maif.compat.aliases import ALIASES, install_aliases, uninstall_aliases
from maif.compat.replacing import replace_ours, restore_ours
from maif.errors import InvalidArgumentError


def install(names: Mapping[str, str] | Literal["maif"] = ALIASES) -> None:
    """Make older names importable in this process, until `uninstall`; or, with `"maif"`, the other implementation's.

    A name whose module the library does not have raises `MissingModuleError`, an `ImportError`, once a program imports
    it. Raises `InvalidArgumentError` for the name of another package.

    >>> install()
    >>> from Module7_NiruHybrid.streaming.stream_buffer import StreamBuffer
    >>> StreamBuffer.__module__.startswith("maif.buffers")
    True
    >>> install("maif")
    >>> from maif import BlockType
    >>> hex(BlockType.TEXT)
    '0x54455854'
    >>> uninstall()
    >>> from maif import BlockType
    >>> BlockType.TEXT.value
    'TEXT'
    """
    if isinstance(names, Mapping):
        install_aliases(names)
    elif names == "maif":
        replace_ours()
    else:
        raise InvalidArgumentError(f"the only other implementation is 'maif', not {names!r}; older names need no name")


def uninstall() -> None:
    """Undo `install`: all names are again what they were before."""
    restore_ours()
    uninstall_aliases()
