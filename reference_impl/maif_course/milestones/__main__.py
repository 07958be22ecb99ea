"""Run a milestone's program on the library that is first on the path, and name whose code ran.

    python -m maif_course.milestones NN INPUT PIECE …

`INPUT` is a folder or file, or `-` for the program's own; the pieces are names of the library.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from maif_course.milestones import MILESTONES
from maif_course.milestones.whose import is_the_learners, watching


def main(number: str, given: str, pieces: list[str]) -> None:
    """Run the program, then print a line for each piece that it called."""
    program = importlib.import_module(f"maif_course.milestones.{MILESTONES[number]}")
    console = Console()
    with watching(pieces) as called:
        program.run(program.default_input() if given == "-" else Path(given), console)
    table = Table("piece that ran", "whose")
    for name in pieces:
        if name in called:
            table.add_row(name, "yours" if is_the_learners(name) else "the library's own")
    console.print(table)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
