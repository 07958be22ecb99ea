"""What the tour tells: a few lines and a table for each step."""

from __future__ import annotations

import os
import shlex
from itertools import zip_longest
from pathlib import Path

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from maif.errors import MissingExtraError
from maif.file.block import Block
from maif.semantic import Hit, SearchIndex
from maif.semantic.stored import index_path
from maif.tour import writing
from maif.tour.live import Live
from maif.tour.measuring import Phase
from maif.tour.search import Answers
from maif.tour.writing import Written
from maif.units import format_duration, format_size
from maif.verification import VerifyReport

EXCERPT = 12  # lines of the block that was read at random


class Report:
    """Prints to a console: colours on a terminal, plain text into a file or a pipe."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    def begin(self, root: Path, output: Path) -> None:
        """Say what is going to happen."""
        self._heading("Write")
        self._say(f"Every module, class and function below {root} becomes a document in {output}.")

    def written(self, written: Written, phase: Phase, output: Path) -> None:
        """Tell what came out of each stage of the stream."""
        table = _table("stage", "came out")
        for stage, items in zip(written.stages, ("files", *["documents"] * 3, "batches"), strict=True):
            table.add_row(stage.stage, f"{stage.items:,} {items}")
        self.console.print(table)
        sizes = written.sizes
        half, most, largest = (format_size(sizes.quantile(q)) for q in (0.5, 0.99, 1))
        self._say(
            f"{format_size(phase.bytes)} of text in a file of {format_size(output.stat().st_size)}. "
            f"Half of the documents are below {half}, all but one in a hundred below {most}, the largest has {largest}."
        )
        if written.skipped:
            reasons = ", ".join(f"{count} {error}" for error, count in written.skipped.most_common())
            self._say(f"Skipped were {written.skipped.total():,} files that Python cannot read either: {reasons}.")

    def verified(self, report: VerifyReport, phase: Phase) -> None:
        """Tell that the file is what was written."""
        self._heading("Verify")
        self._say(
            f"{report.blocks:,} blocks are what their hashes say, and signed by {report.public_key:.16}…: "
            f"{format_duration(phase.seconds)}."
        )

    def read(self, block: Block, seconds: float) -> None:
        """Show the block that was read at random."""
        self._heading("Read one block at random")
        self._say(
            f"Block {block.index:,} begins at byte {block.offset:,}. To open the file, find the block and read it took "
            f"{format_duration(seconds)}."
        )
        excerpt = printable("\n".join(block.text.splitlines()[:EXCERPT]))
        line = block.metadata["line"]
        self.console.print(_described(block))
        self.console.print(Syntax(excerpt, "python", line_numbers=True, start_line=line, theme="ansi_dark"))

    def indexed(self, index: SearchIndex, phase: Phase, output: Path) -> None:
        """Tell what the index is made of."""
        self._heading("Index")
        size = format_size(os.path.getsize(index_path(output)))
        self._say(
            f"The words of {len(index):,} documents, and their meaning by {index.embedder.name}, in {size} beside the "
            f"file: {format_duration(phase.seconds)}."
        )

    def found(self, query: str, answers: Answers, documents: int) -> None:
        """Show what was found by words and by meaning, side by side, and below what both together say."""
        self._heading("Search")
        self._say(f"“{query}” in {documents:,} documents, three times: {format_duration(answers.seconds)}.")
        beside = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for kind in ("by words", "by meaning"):
            beside.add_column("", justify="right")
            beside.add_column(kind, no_wrap=True, overflow="ellipsis", ratio=1)
        for by_words, by_meaning in zip_longest(answers.words, answers.meaning):
            beside.add_row(*_brief(by_words), *_brief(by_meaning))
        if beside.row_count:
            self.console.print(beside)
        if not answers.words:
            self._say("No document has any of these words.")
        if answers.both:
            self._say("\nBy both together:\n")
            both = Table.grid(padding=(0, 2, 0, 0))
            for hit in answers.both:
                both.add_row(f"{hit.score:.2f}", _described(hit.block) if hit.block else "")
            self.console.print(both)

    def begin_live(self, output: Path) -> None:
        """Say what is going to happen."""
        self._heading("Live")
        self._say(f"Another process now writes documents into {output}. Each is indexed as it comes.")

    def lived(self, live: Live, query: str, wanted: Block | None, phase: Phase) -> None:
        """Tell what came, what was found meanwhile, and what the kill cost."""
        if live.found_after is not None and wanted is not None:
            name = wanted.metadata["name"]
            self._say(
                f"After {live.found_after:,} documents, {format_duration(live.found_seconds)} from the start, "
                f"“{query}” finds {name}, and the stream goes on."
            )
        recovered = "`maif recover` makes a whole file of it" if live.recovered else "it is whole"
        self._say(
            f"After {live.kept:,} documents the process is killed. Its file holds all of them; {recovered}, and a new "
            f"process goes on with the next. In the end there are {live.documents:,} documents, each once: "
            f"{format_duration(phase.seconds)}."
        )

    def measured(self, phases: list[Phase], peak: int) -> None:
        """Show the figures of the run."""
        self._heading("Measure")
        table = _table("step", "documents", "seconds", "documents/s", "MB/s", "memory at most")
        for phase in phases:
            table.add_row(
                phase.name,
                f"{phase.documents:,}",
                f"{phase.seconds:.2f}",
                f"{phase.documents_per_second:,.0f}",
                f"{phase.bytes_per_second / 2**20:,.1f}",
                format_size(max(sample.memory for sample in phase.samples)),
            )
        table.add_row("whole process", "", f"{sum(phase.seconds for phase in phases):.2f}", "", "", format_size(peak))
        self.console.print(table)
        self._say("Not counted are pages of mapped files: the system takes them back when it needs them.")

    def not_drawn(self, error: MissingExtraError) -> None:
        """Say why there is no plot."""
        self._say(f"\nNo plot: {error}")

    def what_next(self, output: Path, plot: Path | None, query: str) -> None:
        """Say what to do next."""
        self._heading("What next")
        steps = []
        if plot is not None:
            steps.append((str(plot), "the run, drawn: what passed through, and what was held"))
        steps.append((f"maif search {output} {shlex.quote(query)}", "the same question; try one of your own"))
        steps.append((f"maif ls {output} | less", "every block and its metadata"))
        steps.append((f"maif verify {output}", "check the file yourself"))
        steps.append((writing.__name__, "the module that holds the stream: start reading there"))
        for command, meaning in steps:
            self.console.print(Text.assemble((printable(command), "bold"), f"\n    {meaning}"), soft_wrap=True)

    def _heading(self, text: str) -> None:
        self.console.print(Text(f"\n{text}\n", style="bold"))

    def _say(self, text: str) -> None:
        self.console.print(Text(printable(text)))


def _table(first: str, *others: str) -> Table:
    """Return a table of text in the first column, and figures in the others."""
    table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(first)
    for other in others:
        table.add_column(other, justify="right")
    return table


def _brief(hit: Hit | None) -> tuple[str, Text]:
    """Return the score and the name of what was found; nothing where there is nothing more."""
    if hit is None:
        return "", Text()
    return f"{hit.score:.2f}", Text(printable(str(hit.block.metadata["name"] if hit.block else hit.id)), "bold")


def _described(block: Block) -> Text:
    """Return a document's name, where its source is, and below it, what it is about."""
    metadata = block.metadata
    name, where, summary = (printable(str(metadata[key])) for key in ("name", "path", "summary"))
    return Text.assemble((name, "bold"), f"  {where}:{metadata['line']}", (f"\n{summary}" if summary else "", "italic"))


def printable(text: str) -> str:
    r"""Return text that cannot steer a terminal: what is no character to be seen becomes its escape.

    >>> printable("red: \x1b[31m")
    'red: \\x1b[31m'
    """
    return "".join(char if char.isprintable() or char in "\n\t" else ascii(char)[1:-1] for char in text)
