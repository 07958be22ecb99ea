"""What a learner typed and what the course remembers is never lost: newer courses, answers, reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learners import Cell, Learner, code, index_of, run
from maif_course.errors import WorkspaceError
from maif_course.learner.copies import exercise_copy
from maif_course.learner.exchange import read_answers
from maif_course.learner.keeping import add, put
from maif_course.learner.start import start
from maif_course.learner.state import NAME, State, read_state
from maif_course.learner.update import merge
from maif_course.learner.workspace import Workspace
from maif_course.lesson import read_lesson

SPECIMEN = Path(__file__).parent / "specimen" / "07_windows"
FRESH = json.loads(exercise_copy(read_lesson(SPECIMEN)))


# The state


def test_two_who_write_the_state_lose_nothing_of_each_other(workspace: Workspace) -> None:
    one, other = read_state(workspace.folder / NAME), read_state(workspace.folder / NAME)
    one.remember(passed={"07.3.late": True}, hints={"07.3.late": 2})
    other.remember(passed={"07.3.soon": False}, hints={"07.3.late": 1})
    after = read_state(workspace.folder / NAME)
    assert (after.passed, after.hints) == ({"07.3.late": True, "07.3.soon": False}, {"07.3.late": 2})


def test_processes_that_write_the_state_at_once_lose_nothing(workspace: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from maif_course.learner.state import read_state\n"
        "for n in range(20): read_state(Path(sys.argv[1])).remember(passed={f'{sys.argv[2]}.{n}': True})"
    )
    path = workspace.folder / NAME
    writers = [subprocess.Popen([sys.executable, "-c", program, path, name]) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(read_state(path).passed) == 60


def test_what_the_state_holds_beside_ours_stays(workspace: Workspace) -> None:
    path = workspace.folder / NAME
    path.write_text('{"learner": "ada", "notes": ["mine"], "hints": {}, "passed": {}}')
    read_state(path).remember(passed={"07.3.late": True})
    values = json.loads(path.read_text())
    assert (values["notes"], values["passed"]) == (["mine"], {"07.3.late": True})


def test_a_watch_that_runs_forgets_no_hint(learner: Learner) -> None:
    list(learner.workspace.check("07.3"))
    program = "from maif_course import hint; hint('07.3.late'); hint('07.3.late')"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    found = list(learner.workspace.check("07.3"))
    assert read_state(learner.workspace.folder / NAME).hints == {"07.3.late": 2}
    assert {verdict.result.check: verdict.result.hints_left for verdict in found}["07.3.late"] == 1


def test_a_state_without_a_file_lasts_as_long_as_the_process() -> None:
    state = State()
    state.remember(passed={"07.3.late": True})
    assert state.passed == {"07.3.late": True}


# Files


def test_a_file_is_added_where_there_is_none_and_put_where_the_old_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"
    assert add(path, b"first")
    assert not add(path, b"second")
    assert put(path, b"first") is None
    assert put(path, b"third") == path.with_name("file.kept-1.txt")
    assert put(path, b"fourth") == path.with_name("file.kept-2.txt")
    assert sorted(one.read_bytes() for one in path.parent.iterdir()) == [b"first", b"fourth", b"third"]


# A newer course


def newer(learner: Learner, monkeypatch: pytest.MonkeyPatch, lessons: Path) -> Learner:
    """Install a course in which the text of task 07.3 has changed."""
    page = lessons / "07_windows" / "exercise.md"
    page.write_text(
        page.read_text().replace("leave while", "leave, while").replace("Build `time_windows`", "Write `time_windows`")
    )
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(lessons))
    workspace = Workspace(learner.workspace.folder)
    return Learner(workspace, workspace.lesson("07"))


def test_a_newer_course_comes_in_and_what_was_written_stays(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, lessons: Path
) -> None:
    learner.solve()
    learner.insert(code("mine = 1", "own-cell"), below="t07-3")
    before = learner.path.read_bytes()
    after = newer(learner, monkeypatch, lessons)
    _, told = run("update")
    assert "07_windows/07_exercise.ipynb is new; the old one is 07_exercise.kept-1.ipynb" in told
    assert "tasks that say or ask something else now: 07.3" in told
    assert learner.path.with_name("07_exercise.kept-1.ipynb").read_bytes() == before
    cells = after.load()["cells"]
    assert "".join(cells[index_of(cells, "t07-3")]["source"]) == learner.solution()
    assert cells[index_of(cells, "t07-3") + 1]["id"] == "own-cell"
    assert "Write `time_windows`" in after.path.read_text()
    assert run("check", "07")[0] == 0
    assert run("update")[1] == "everything is up to date\n"


def test_an_update_of_the_same_course_changes_nothing(learner: Learner) -> None:
    learner.solve()
    before = learner.path.read_bytes()
    assert run("update") == (0, "everything is up to date\n")
    assert learner.path.read_bytes() == before


def test_an_update_goes_on_behind_a_broken_notebook_and_leaves_it(learner: Learner) -> None:
    learner.path.write_text("{")
    code_, told = run("update")
    assert code_ == 1
    assert "no notebook that can be read" in told
    assert learner.path.read_text() == "{"


OWN = st.builds(lambda n, text: code(text, f"own-{n}"), st.integers(0, 9), st.text("ab =1\n#", max_size=8))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_was_typed_is_in_the_updated_notebook(specimen: Any, data: st.DataObject) -> None:
    old = json.loads(json.dumps(FRESH))
    cells: list[Cell] = old["cells"]
    edited = data.draw(st.lists(st.sampled_from(cells), max_size=4, unique_by=id))
    for number, cell in enumerate(edited):
        cell["source"] = f"typed {number}"
    for own in data.draw(st.lists(OWN, max_size=3)):
        cells.insert(data.draw(st.integers(0, len(cells))), {**own, "source": f"own {own['source']}"})
    if data.draw(st.booleans()):
        cells.pop(data.draw(st.integers(0, len(cells) - 1)))
    if data.draw(st.booleans()):
        cells.append(dict(data.draw(st.sampled_from(cells))))
    merged = merge(old, json.loads(json.dumps(FRESH)), specimen, Path("x.ipynb"))
    sources = ["".join(cell["source"]) for cell in merged["cells"]]
    typed = [text for cell in cells if (text := "".join(cell["source"])).startswith(("typed", "own"))]
    assert {*typed} <= {*sources}
    ids = [cell["id"] for cell in merged["cells"]]
    assert len({*ids}) == len(ids)
    assert {cell["id"] for cell in FRESH["cells"]} <= {*ids}


# Answers that come and go


def test_answers_go_out_and_come_into_another_workspace(learner: Learner, tmp_path: Path) -> None:
    learner.solve()
    assert "wrote 1 answers" in run("export", "answers.json")[1]
    values = json.loads(Path("answers.json").read_text())
    assert (values["format"], values["cells"]) == (1, {"t07-3": learner.solution()})
    assert values["course"].startswith("0.")

    other = Learner(start(tmp_path / "other", "bob")[0], learner.lesson)
    mine = other.path.read_bytes()
    import os

    os.chdir(other.workspace.folder)
    assert run("import", str(learner.workspace.folder / "answers.json"))[0] == 0
    assert run("check", "07")[0] == 0
    assert other.path.with_name("07_exercise.kept-1.ipynb").read_bytes() == mine
    run("import", str(learner.workspace.folder / "answers.json"))
    assert not other.path.with_name("07_exercise.kept-2.ipynb").exists(), "the same again changes nothing"


def test_what_is_not_begun_is_no_answer(workspace: Workspace) -> None:
    assert "wrote 0 answers" in run("export", "answers.json")[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is no file of answers that can be read"),
        ("[]", "it holds no `cells`"),
        ('{"format": 1, "cells": {"t07-3": 3}}', "it holds no `cells`"),
        ('{"format": 2, "cells": {}}', "has the format 2, this course reads 1"),
        ('{"format": 1, "cells": {"t99-1": "x = 1"}}', "this course has no task for t99-1"),
    ],
)
def test_a_file_that_holds_no_answers_is_told(workspace: Workspace, text: str, told: str) -> None:
    Path("answers.json").write_text(text)
    code_, said = run("import", "answers.json")
    assert code_ == 1
    assert told in said


def test_an_export_keeps_what_stood_in_its_place(workspace: Workspace) -> None:
    Path("notes.json").write_text("my notes")
    run("export", "notes.json")
    assert Path("notes.kept-1.json").read_text() == "my notes"
    with pytest.raises(WorkspaceError, match="no file of answers"):
        read_answers(Path("notes.kept-1.json"))


# Reports


def test_a_report_packs_the_answer_and_what_was_said_and_nothing_else(learner: Learner) -> None:
    learner.solve("if start + length <= watermark:", "if time < watermark:")
    assert "wrote report-07.3.json" in run("report", "7.3")[1]
    text = Path("report-07.3.json").read_text()
    values = json.loads(text)
    assert set(values) == {"format", "course", "python", "task", "seeds", "cells", "verdicts"}
    assert learner.solution("if start + length <= watermark:", "if time < watermark:") in [
        cell["source"] for cell in values["cells"]
    ]
    assert values["verdicts"][0]["cause"] == "own-time"
    assert "ada" not in text.replace("adapt", "")
    assert str(learner.workspace.folder) not in text


# Counting


def test_bench_counts_the_same_every_time_and_beside_the_library(learner: Learner) -> None:
    assert run("bench")[0] == 1
    learner.solve()
    run("check")
    code_, told = run("bench")
    assert code_ == 0, told
    assert told == run("bench", "07")[1]
    row = next(line for line in told.splitlines() if line.startswith("07.3.held"))
    yours, library = row.split()[1], row.split()[3]
    assert yours == library, row
