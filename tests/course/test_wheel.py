"""The course as pip installs it, without the repository around it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from maif_course.lesson import lessons_folder

ROOT = lessons_folder().parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from the repository as it is."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def course(installed: Path, *arguments: str, cwd: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "maif_course.cli", *arguments]
    ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr
    return ran.stdout


def test_an_installed_course_brings_its_lessons_with_their_outputs_checks_them_and_swaps_in_what_passes(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    wheel.extractall(installed)
    course(installed, "start", "work", "--no-browser", cwd=tmp_path)
    folder = tmp_path / "work" / "01_generators"
    lesson = json.loads((folder / "01_lesson.ipynb").read_text(encoding="utf-8"))
    assert any(cell.get("outputs") for cell in lesson["cells"])
    shutil.copy(ROOT / "solutions" / "01_generators.ipynb", folder / "01_exercise.ipynb")
    assert "NOT YET" not in course(installed, "check", "01", cwd=tmp_path / "work")
    told = course(installed, "assemble", cwd=tmp_path / "work")
    assert "contract kept      maif.file.format.walk" in told
    assert str(ROOT) not in told.replace(str(sys.executable), "")


def test_the_wheel_holds_code_lessons_notebooks_and_contracts_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = [Path(name) for name in wheel.namelist() if ".dist-info/" not in name]
    assert {name.parts[0] for name in names} == {"maif", "maif_course"}
    assert {name.suffix for name in names if name.parts[1] in ("notebooks", "solutions")} == {".ipynb"}
    assert not [name for name in names if name.suffix == ".pyc"]
    assert not [name for name in names if {"wrong_answers", "right_answers"} & {*name.parts}], "a learner needs none"
    assert [name for name in names if name.match("maif_course/contracts/library/file/test_walk.py")]
