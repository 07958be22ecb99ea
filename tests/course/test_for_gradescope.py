"""Gradescope's autograder: its zip, run as Gradescope's harness runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handing_in import BROKEN, solved, write
from maif_course.classroom.for_gradescope import write_autograder
from maif_course.lesson import read_lessons

(FIRST,) = read_lessons(numbers=["01"])
AT_THE_TOP = {  # of results.json, as Gradescope's documentation names them
    "score", "output", "output_format", "test_output_format", "test_name_format", "visibility", "stdout_visibility",
    "execution_time", "tests",
}  # fmt: skip
OF_A_TEST = {"score", "max_score", "status", "name", "number", "output", "output_format", "tags", "visibility"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands in for `/autograder`: the zip unpacked, `run_autograder` copied, and an environment installed."""
    folder = tmp_path_factory.mktemp("autograder")
    write_autograder(folder / "autograder.zip", FIRST, "a seed")
    with zipfile.ZipFile(folder / "autograder.zip") as archive:
        archive.extractall(folder / "source")
        assert {"setup.sh", "run_autograder"} <= {name for name in archive.namelist() if "/" not in name}
    shutil.copy(folder / "source" / "run_autograder", folder)
    (folder / "run_autograder").chmod(0o755)
    (folder / "python" / "bin").mkdir(parents=True)
    (folder / "python" / "bin" / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (folder / "python" / "bin" / "python").chmod(0o755)
    return folder


def results(home: Path, hand_in: Callable[[Path], object]) -> dict[str, Any]:
    """Hand something in, run the autograder, and return what it wrote."""
    shutil.rmtree(home / "submission", ignore_errors=True)
    (home / "submission").mkdir()
    hand_in(home / "submission" / "01_exercise.ipynb")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    subprocess.run([home / "run_autograder"], cwd=home, env=environment, check=True, timeout=100)
    found: dict[str, Any] = json.loads((home / "results" / "results.json").read_text(encoding="utf-8"))
    assert set(found) == AT_THE_TOP
    assert found["stdout_visibility"] == "hidden"
    for test in found["tests"]:
        assert set(test) == OF_A_TEST
        assert isinstance(test["number"], str)
        assert 0 <= test["score"] <= test["max_score"]
    assert found["score"] == sum(test["score"] for test in found["tests"])
    return found


def test_an_answer_gets_its_points_check_by_check(home: Path) -> None:
    found = results(home, lambda path: write(path, solved(FIRST, 2)))
    assert found["score"] == 7
    assert {test["number"]: test["status"] for test in found["tests"]} == {
        check.id: "passed" if check.task in ("01.1", "01.2") else "failed" for check in FIRST.checks.values()
    }
    assert "NOT YET  01.3.closed" in next(test["output"] for test in found["tests"] if test["number"] == "01.3.closed")


def test_what_is_no_notebook_gets_nothing_and_says_why(home: Path) -> None:
    found = results(home, BROKEN["no JSON"])
    assert found["score"] == 0
    assert "is no notebook that can be read" in found["output"]
    assert sum(test["max_score"] for test in found["tests"]) == 12
    assert "nothing was handed in" in results(home, lambda path: None)["output"]


def test_results_are_written_also_where_the_autograder_itself_fails(home: Path) -> None:
    settings = home / "source" / "class.json"
    whole = settings.read_text(encoding="utf-8")
    settings.write_text("{}", encoding="utf-8")
    try:
        found = results(home, lambda path: write(path, solved(FIRST)))
    finally:
        settings.write_text(whole, encoding="utf-8")
    assert found["score"] == 0
    assert "tell your instructor" in found["output"]
