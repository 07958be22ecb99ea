"""nbgrader reads our notebooks as its own: it hides the solutions, and gives the points that the checks say."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from maif_course.lesson import lessons_folder, read_lessons
from nbgrader_program import nbgrader

pytest.importorskip("nbgrader")
ROOT = lessons_folder().parent
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'streaming'\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def solve(notebook: Any, solution: str) -> Any:
    sources = {cell["id"]: cell["source"] for cell in json.loads(solution)["cells"]}
    for cell in notebook["cells"]:
        if "piece" in cell["metadata"].get("tags", ()):
            cell["source"] = sources[cell["id"]]
    return notebook


def test_nbgrader_hides_the_solutions_and_gives_a_check_all_its_points_or_none(tmp_path: Path) -> None:
    solution = (ROOT / "solutions" / "01_generators.ipynb").read_text(encoding="utf-8")
    write(tmp_path / "nbgrader_config.py", CONFIG)
    write(tmp_path / "source" / "01" / "work.ipynb", solution)
    nbgrader(tmp_path, "generate_assignment", "01", "--create")
    released = (tmp_path / "release" / "01" / "work.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError" in released
    assert "SOLUTION" not in released

    write(tmp_path / "submitted" / "unsolved" / "01" / "work.ipynb", released)
    write(tmp_path / "submitted" / "solved" / "01" / "work.ipynb", json.dumps(solve(json.loads(released), solution)))
    nbgrader(tmp_path, "autograde", "01", "--create")
    nbgrader(tmp_path, "export", "--to", "grades.csv")
    with open(tmp_path / "grades.csv", encoding="utf-8", newline="") as file:
        grades = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)}
    points = sum(check.points for check in read_lessons(numbers=["01"])[0].checks.values())
    assert grades == {"solved": (points, points), "unsolved": (0, points)}
