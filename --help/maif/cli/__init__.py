"""The command `maif`: pack files into a MAIF file, look into one, verify, follow and recover it.

`commands` says what each command takes, `exits` how every run ends. The work is done by a module a concern, which is
imported when its command runs.
"""

from __future__ import annotations

import sys

from maif.cli.commands import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command with the arguments of this process, and exit."""
    try:
        app(prog_name="maif")
    except KeyboardInterrupt:  # before the command began, or while it ended
        sys.exit(130)
