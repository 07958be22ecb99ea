"""A picture of a run: what it held in memory, and how fast it went, while the documents passed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from maif.errors import MissingExtraError
from maif.tour.measuring import Phase
from maif.units import format_duration, format_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {"write": "#0072B2", "verify": "#007A5A", "index": "#B34700"}  # told apart by all eyes, and in grey
INK, FAINT = "#333333", "#D0D0D0"
MEGABYTE = 1 << 20


def draw(phases: Sequence[Phase], path: Path) -> None:
    """Draw the phases `write`, `verify` and `index` as a PNG: a column each, memory above, throughput below.

    The axis across counts documents, not seconds: each phase is as wide as the others, and memory is seen against
    what it should not depend on. Raises `MissingExtraError` without matplotlib.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtraError("matplotlib", extra="plot", needed_for="the plot") from None
    passed_before = accumulate((phase.bytes for phase in phases), initial=0)
    figure = Figure(figsize=(11, 6.4), dpi=150, layout="constrained")
    columns = figure.subplots(2, len(phases), sharex="col", sharey="row", squeeze=False).T
    for (above, below), phase, passed in zip(columns, phases, passed_before, strict=False):
        above.set_title(phase.name, loc="left", color=COLOURS[phase.name], fontsize=12, fontweight="bold")
        below.set_title(_figures(phase), loc="left", color=INK, fontsize=9)
        _draw_memory(above, phase, passed)
        _draw_throughput(below, phase)
        _tidy(above, below)
    memory, throughput = columns[0]
    memory.set_ylabel("MB", color=INK)
    memory.set_ylim(bottom=0)
    throughput.set_ylabel("MB a second", color=INK)
    throughput.set_yscale("log")
    throughput.yaxis.set_major_formatter("{x:,g}")
    passed_in_all, held = sum(phase.bytes for phase in phases), max(map(_most_held, phases))
    figure.supxlabel("documents since the phase began", color=INK, fontsize=10)
    figure.suptitle(
        f"{format_size(passed_in_all)} passed through, at most {format_size(held)} were held in memory",
        x=0.01,
        ha="left",
        fontsize=14,
        color=INK,
    )
    figure.legend(  # beside the title, where no curve passes
        *columns[-1][0].get_legend_handles_labels(), loc="upper right", ncols=2, frameon=False, labelcolor=INK
    )
    figure.savefig(path)


def _figures(phase: Phase) -> str:
    mean = f"{format_size(phase.bytes_per_second)}/s, {phase.documents_per_second:,.0f} documents/s"
    return f"{format_duration(phase.seconds)}, on average {mean}"


def _most_held(phase: Phase) -> int:
    return max(sample.memory for sample in phase.samples)


def _draw_memory(axes: Axes, phase: Phase, passed_before: int) -> None:
    """Draw what the process holds, and what has passed through it since the run began."""
    documents = [sample.documents for sample in phase.samples]
    held = [sample.memory / MEGABYTE for sample in phase.samples]
    passed = [(passed_before + sample.bytes) / MEGABYTE for sample in phase.samples]
    axes.fill_between(documents, held, color=COLOURS[phase.name], alpha=0.15, linewidth=0)
    axes.plot(documents, held, color=COLOURS[phase.name], linewidth=2, label="held in memory")
    axes.plot(documents, passed, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), label="passed through so far")


def _draw_throughput(axes: Axes, phase: Phase) -> None:
    """Draw the bytes a second from sample to sample, and where there are several, a line at their mean."""
    whole_steps = phase.samples[:-2] or phase.samples[:1]
    steps = [  # what the end adds is a part of the last one
        (start.documents, end.documents, (end.bytes - start.bytes) / (end.seconds - start.seconds) / MEGABYTE)
        for start, end in pairwise([*whole_steps, phase.samples[-1]])
        if end.documents > start.documents and end.seconds > start.seconds
    ]
    if steps:
        edges = [steps[0][0], *(end for _, end, _ in steps)]
        axes.stairs([speed for *_, speed in steps], edges, baseline=None, color=COLOURS[phase.name], linewidth=1.5)
    if len(steps) > 1:
        axes.axhline(phase.bytes_per_second / MEGABYTE, color=INK, linewidth=1, linestyle=(0, (1, 2)))


def _tidy(*row: Axes) -> None:
    for axes in row:
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color=FAINT, linewidth=0.6)
        axes.tick_params(colors=INK, labelsize=9)
        axes.margins(x=0)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.locator_params(axis="x", nbins=4)
