"""Running a notebook: its cells in a kernel of their own, their outputs taken over and held to the course's bounds."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from maif_course.building.notebooks import Notebook, text_of
from maif_course.errors import LessonError
from maif_course.lesson import Lesson

SECONDS_A_CELL = 60
MOST_PLOTS, MOST_BYTES = 4, 300 * 1024


def execute(notebook: Notebook, lesson: Lesson, folder: Path) -> None:
    """Run a notebook's cells, and put in what came out."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    run = nbformat.from_dict(copy.deepcopy(notebook))
    client = NotebookClient(
        run,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # where the kernel parted what was printed is chance
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        failed = next((c for c in run.cells if any(o.output_type == "error" for o in c.get("outputs", ()))), None)
        path, line = _place(lesson, failed.id if failed else "")
        raise LessonError(f"a cell fails: {error}", path, line) from None
    for cell, done in zip(notebook["cells"], run.cells, strict=True):
        if cell["cell_type"] == "code":
            cell["execution_count"] = done.execution_count
            cell["outputs"] = [_plain_output(output) for output in done.outputs]
    _check_outputs(notebook, lesson)


def _plain_output(output: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(output))
    plain.pop("transient", None)
    return plain


def _check_outputs(notebook: Notebook, lesson: Lesson) -> None:
    plots = 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "stream" and output["name"] == "stderr":
                raise LessonError(f"a cell writes to stderr: {output['text']}", *_place(lesson, cell["id"]))
            if any(kind.startswith("image/") for kind in output.get("data", ())):
                plots += 1
                if "alt" not in cell["metadata"]:
                    raise LessonError("a plot needs :alt:, a sentence of what it shows", *_place(lesson, cell["id"]))
    if plots > MOST_PLOTS:
        raise LessonError(f"there are {plots} plots; at most {MOST_PLOTS} are allowed", lesson.folder / "lesson.md")
    if (size := len(text_of(notebook).encode())) > MOST_BYTES:
        raise LessonError(
            f"the notebook has {size:,} bytes; at most {MOST_BYTES:,} are allowed", lesson.folder / "lesson.md"
        )


def _place(lesson: Lesson, cell_id: str) -> tuple[Path, int]:
    """Return file and line of the source of a notebook's cell."""
    for name, cells in (("lesson.md", lesson.text), ("exercise.md", lesson.exercise)):
        for cell in cells:
            if cell.id and cell.id == cell_id:
                return lesson.folder / name, cell.line
    for check in lesson.checks.values():
        if check.cell_id == cell_id:
            return Path(check.path), check.line
    return lesson.folder / "lesson.md", 1
