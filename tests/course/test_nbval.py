"""Exercises under `pytest --nbval`: red at every check until the task is solved, green from then on.

The lessons and solutions are green as they are: `make test` runs nbval on them directly.
"""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maif_course.lesson import lessons_folder

pytest.importorskip("nbval")
nbformat = pytest.importorskip("nbformat")
NotebookClient = pytest.importorskip("nbclient").NotebookClient

ROOT = lessons_folder().parent
EXERCISES = sorted(ROOT.glob("exercises/*.ipynb"))
NBVAL = ("-m", "pytest", "--nbval", "-c", "/dev/null", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "-rfE")
FUNCTION_BODY = re.compile(r'((?::|""")\n)( +)### BEGIN SOLUTION')


def code_cells(notebook: Any) -> Iterator[Any]:
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def saved_unsolved(notebook: Any, folder: Path) -> Any:
    """Run a notebook to its end, whatever fails on the way, as a learner does who looks around and saves."""
    run = copy.deepcopy(notebook)
    NotebookClient(run, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    assert any(output["output_type"] == "error" for cell in code_cells(run) for output in cell["outputs"])
    return run


def solved_with_prints(notebook: Any, solution: Any) -> Any:
    """Solve a notebook, and leave prints in every piece: in its function, if it has one, and behind it."""
    sources = {cell["id"]: cell["source"] for cell in solution["cells"]}
    solved = copy.deepcopy(notebook)
    for cell in code_cells(solved):
        if "piece" in cell["metadata"]["tags"]:
            source = FUNCTION_BODY.sub(r"\1\2print('inside')", sources[cell["id"]])
            cell["source"] = f"{source}\nprint('behind')"
    return solved


def red_cells(folder: Path) -> tuple[dict[str, set[int]], str]:
    """Run nbval on a folder; return the numbers of the code cells that fail in each notebook, and all that it said."""
    red: dict[str, set[int]] = {path.stem: set() for path in folder.glob("*.ipynb")}
    ran = subprocess.run([sys.executable, *NBVAL, str(folder)], cwd=folder, capture_output=True, text=True)
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    for name, number in re.findall(r"^FAILED (?:.*/)?(\w+)\.ipynb::Cell (\d+)", ran.stdout, re.MULTILINE):
        red[name].add(int(number))
    return red, ran.stdout


SAVED = ("03_writing", "11_async")  # what saving adds is nothing of a lesson's own: the others are among the faults
SOME_TOGETHER = [
    *(pytest.param(EXERCISES[part::4], False, id=f"shipped, part {part}") for part in range(4)),
    *(
        pytest.param([path], True, id=f"saved, {path.stem}", marks=() if path.stem in SAVED else pytest.mark.faults)
        for path in EXERCISES
    ),
]


@pytest.mark.parametrize(("paths", "saving"), SOME_TOGETHER)
def test_check_cells_are_red_until_their_tasks_are_solved(paths: list[Path], saving: bool, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(lessons_folder() / "data")
    expected: dict[str, set[int]] = {}
    for path in paths:
        shipped = nbformat.read(path, as_version=4)
        solution = nbformat.read(ROOT / "solutions" / path.name, as_version=4)
        begun = saved_unsolved(shipped, tmp_path) if saving else shipped
        nbformat.write(begun, tmp_path / f"{path.stem}_unsolved.ipynb")
        nbformat.write(solved_with_prints(begun, solution), tmp_path / f"{path.stem}_solved.ipynb")
        checks = {number for number, cell in enumerate(code_cells(shipped)) if "check" in cell["metadata"]["tags"]}
        assert checks
        expected |= {f"{path.stem}_unsolved": checks, f"{path.stem}_solved": set()}
    red, told = red_cells(tmp_path)
    assert red == expected, told


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_exercises_are_shipped_with_outputs_cleared(path: Path) -> None:
    cells = list(code_cells(nbformat.read(path, as_version=4)))
    assert not [cell["id"] for cell in cells if cell["outputs"] or cell["execution_count"]]
