"""Arguments and options that several commands take."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from maif.errors import InvalidArgumentError


def _no_folder(path: str) -> str:
    if os.path.isdir(path):
        raise typer.BadParameter(f"File {path!r} is a directory.")
    return path


def require_file(path: str, **options: object) -> None:
    """Raise `InvalidArgumentError` for a folder with options that say what a file must have.

    An artifact's segments are begun, joined and compacted: none of them has what was remembered of another.
    """
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value is not None]
    if given and os.path.isdir(path):
        raise InvalidArgumentError(f"{path} is a folder: {' and '.join(given)} is about one file, name that")


File = Annotated[
    str, typer.Argument(metavar="FILE", help="The MAIF file: a path or a URL.", parser=_no_folder, show_default=False)
]
FileOrFolder = Annotated[
    str,
    typer.Argument(metavar="FILE", help="The MAIF file (path or URL), or an artifact's folder.", show_default=False),
]
PublicKey = Annotated[
    str | None,
    typer.Option("--key", metavar="KEY", help="The public key to trust: a file or 64 hex digits. No other will do."),
]
PrivateKey = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The private key to sign with (see `maif keygen`).")
]
Unauthenticated = Annotated[
    bool, typer.Option("--unauthenticated", help="Take blocks of an unfinished file that nothing vouches for.")
]
MinBlocks = Annotated[
    int | None, typer.Option("--min-blocks", metavar="N", help="Refuse an older version: one with fewer blocks.")
]
NotBefore = Annotated[
    datetime | None,
    typer.Option(
        "--not-before",
        metavar="TIME",
        formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        help="Refuse an older version: one that was finished before this time (UTC).",
    ),
]
Selectors = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[BLOCKS]...",
        help="Which: numbers (3, or -1 for the last), ranges (2:5), ids (32 hex digits), types (TEXT). Else all.",
        show_default=False,
    ),
]
NEGATIVE_NUMBERS = {"ignore_unknown_options": True}  # -1 is a block, no option
AsJSON = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]
