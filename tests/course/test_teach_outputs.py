"""What an instructor's commands write: nothing is lost, and what cannot be is told before a class is graded."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from handing_in import solved, write
from maif_course.classroom.journal import Journal
from maif_course.classroom.settings import NAME, settings_of
from maif_course.cli import app
from maif_course.errors import CourseError, WorkspaceError
from maif_course.learner.keeping import put_anew
from maif_course.lesson import Lesson


@pytest.fixture
def class_folder(tmp_path: Path, specimen: Lesson, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what one student handed in, in which no notebook may be graded."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "handed/ada/07_windows.ipynb", solved(specimen))
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    def refuse(*_: object) -> None:
        raise AssertionError("a notebook was graded before what is wrong was told")

    monkeypatch.setattr("maif_course.cli.teach.Grader", refuse)
    return tmp_path


def maif_course(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--json", "folder"], "folder is no file"),
        (["--json", "pipe"], "pipe is no file"),
        (["--csv", "folder"], "folder is no file"),
        (["--csv", "pipe"], "pipe is no file"),
        (["--html", "empty.csv"], "empty.csv is no folder"),
        (["--csv", "marks.csv", "--csv-for", "moodle"], "no table of the kind 'moodle'"),
        (["--csv", "marks.csv", "--roster", "missing.csv"], "missing.csv is not there"),
        (["--csv", "marks.csv", "--roster", "empty.csv"], "its first line is empty"),
        (["--rubric", "empty.csv"], "its first line is empty"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_is_told_before_anything_is_graded(class_folder: Path, options: list[str], told: str) -> None:
    result = maif_course("grade", "handed", "--without-isolation", *options)
    assert isinstance(result.exception, (CourseError, SystemExit))
    assert told in f"{result.output} {result.exception}"
    assert stat.S_ISFIFO((class_folder / "pipe").stat().st_mode)


def test_a_file_that_cannot_be_written_anew_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "grades.json"
    put_anew(path, "all grades")

    def full(self: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        put_anew(path, "new grades")
    assert path.read_text() == "all grades"
    assert os.listdir(tmp_path) == ["grades.json"]


def test_what_was_graded_stays_written_down_while_the_journal_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "grades.json", {})
    (tmp_path / "grades.json.part").write_text("what was graded\n")

    def interrupted(self: Path, content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        journal.begin([])
    assert (tmp_path / "grades.json.part").read_text() == "what was graded\n"


@pytest.mark.parametrize("option", ["course", "seed"])
def test_bytes_that_are_no_text_are_not_remembered_of_a_class(tmp_path: Path, option: str) -> None:
    with pytest.raises(CourseError, match=f"--{option} has bytes that are no text"):
        settings_of(tmp_path, **{option: os.fsdecode(b"\xff")})
    assert os.listdir(tmp_path) == []
    (tmp_path / NAME).write_text(json.dumps({"course": "streams", "seed": "s", option: "\udcff"}))
    with pytest.raises(CourseError, match="no file of a class"):
        settings_of(tmp_path)
