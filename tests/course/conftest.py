"""One lesson that stands for all: task 07.3, complete, under `specimen/`; and a learner who works on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from learners import Learner
from maif_course.learner.start import start
from maif_course.learner.workspace import Workspace
from maif_course.lesson import Lesson, read_lesson

collect_ignore = ["specimen"]

SPECIMEN = Path(__file__).parent / "specimen"


@pytest.fixture(scope="session")
def specimen() -> Lesson:
    """The lesson as it is."""
    return read_lesson(SPECIMEN / "07_windows")


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A folder of lessons of one's own, to change and to break."""
    return Path(shutil.copytree(SPECIMEN, tmp_path / "lessons"))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A fresh workspace of the specimen's course, and the current folder."""
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(SPECIMEN))
    monkeypatch.setenv("COLUMNS", "100")
    made, _ = start(tmp_path / "work", "ada")
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def learner(workspace: Workspace) -> Learner:
    """Somebody in that workspace, at its only lesson."""
    return Learner(workspace, workspace.lesson("07"))
