"""One lesson that stands for all: task 07.3, complete, under `specimen/`."""

import shutil
from pathlib import Path

import pytest

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
