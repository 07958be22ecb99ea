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


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_check_cells_are_red_until_their_tasks_are_solved(path: Path, tmp_path: Path) -> None:
    shipped = nbformat.read(path, as_version=4)
    solution = nbformat.read(ROOT / "solutions" / path.name, as_version=4)
    (tmp_path / "data").symlink_to(lessons_folder() / "data")
    saved = saved_unsolved(shipped, tmp_path)
    variants = {
        "shipped": shipped,
        "saved_unsolved": saved,
        "solved": solved_with_prints(shipped, solution),
        "solved_after_saving_unsolved": solved_with_prints(saved, solution),
    }
    for name, notebook in variants.items():
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")

    checks = {number for number, cell in enumerate(code_cells(shipped)) if "check" in cell["metadata"]["tags"]}
    assert checks
    expected = {name: set[int]() if name.startswith("solved") else checks for name in variants}
    red, told = red_cells(tmp_path)
    assert red == expected, told


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_exercises_are_shipped_with_outputs_cleared(path: Path) -> None:
    cells = list(code_cells(nbformat.read(path, as_version=4)))
    assert not [cell["id"] for cell in cells if cell["outputs"] or cell["execution_count"]]
