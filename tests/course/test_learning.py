"""The learner's command: a folder of copies, checks without a kernel, what comes next, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from learners import Learner, output_of, run
from maif.clock import VirtualClock
from maif.streaming import MAIFStreamReader
from maif_course.cli import main
from maif_course.cli.watching import Watch
from maif_course.errors import UnknownNameError, WorkspaceError
from maif_course.learner.judging import check_task
from maif_course.learner.launcher import command_for
from maif_course.learner.start import start
from maif_course.learner.state import NAME, State, read_state
from maif_course.learner.workspace import Workspace, find_workspace

SPECIMEN = Path(__file__).parent / "specimen"


# The folder


def test_start_adds_what_is_missing_and_overwrites_nothing(workspace: Workspace) -> None:
    lesson = workspace.lesson("07")
    exercise = workspace.exercise(lesson)
    exercise.write_text("mine")
    workspace.reading(lesson).unlink()
    _, added = start(workspace.folder, "bob")
    assert [path.name for path in added] == ["07_lesson.ipynb"]
    assert exercise.read_text() == "mine"
    assert read_state(workspace.folder / NAME).learner == "ada"


def test_a_lesson_has_a_folder_with_its_notebooks_and_its_data(workspace: Workspace) -> None:
    files = {path.relative_to(workspace.folder).as_posix() for path in workspace.folder.rglob("*") if path.is_file()}
    own = {"07_windows/07_lesson.ipynb", "07_windows/07_exercise.ipynb"}
    assert own <= files
    assert {name for name in files - own if "/data/" not in name} == {"AGENTS.md", "README.md", "course", NAME}


def test_a_copy_of_a_lesson_tells_no_answer_before_it_is_asked_for(workspace: Workspace) -> None:
    cells = json.loads(workspace.reading(workspace.lesson("07")).read_text())["cells"]
    (place,) = (n for n, cell in enumerate(cells) if "predict" in cell["metadata"].get("tags", ()))
    assert cells[place]["outputs"] == []
    assert "jupyter" not in cells[place]["metadata"]
    answer, rest = ("".join(cell["source"]) for cell in cells[place + 1 : place + 3])
    assert answer.startswith("<details>\n<summary>")
    assert answer.endswith("The newest of them, wherever it stood in the stream.\n\n</details>")
    assert rest.startswith("## In practice")
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_start_opens_the_jupyterlab_that_is_installed_beside_the_course_at_the_first_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []

    def open_it(command: list[str], *, check: bool, env: dict[str, str]) -> Any:
        opened.append((command, env["JUPYTER_CONFIG_PATH"]))
        return type("Done", (), {"returncode": 3})

    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(SPECIMEN))
    monkeypatch.setattr("subprocess.run", open_it)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    folder = tmp_path / "work"
    code, told = run("start", str(folder))
    assert code == 3, "what JupyterLab says is what start says"
    ((command, config),) = opened
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert {f"--ServerApp.root_dir={folder}", "--LabApp.default_url=/lab/tree/07_windows/07_lesson.ipynb"} < {*command}
    assert "--allow-root" in command, "JupyterLab refuses to run as root without being told"
    page = json.loads((Path(config.split(os.pathsep)[0]) / "labconfig" / "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyter/nbgrader"], "no instructor's buttons"
    assert f"cd {folder}\n  ./course watch" in told, "the next step, as it has to be typed"


def test_start_does_not_nest_a_workspace_in_another(workspace: Workspace) -> None:
    code, told = run("start", "again", "--no-browser")
    assert code == 1
    assert "would be inside your workspace" in told
    assert not (workspace.folder / "again").exists()
    assert run("start", ".", "--no-browser")[0] == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "cannot be written" in run("start", str(tmp_path / "work"), "--no-browser")[1]
    tmp_path.chmod(0o700)


def test_a_verdict_and_a_hint_come_where_nothing_can_be_remembered(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    learner.solve()
    monkeypatch.setattr("pathlib.Path.write_text", full)
    code, told = run("check", "7.3")
    assert code == 0
    assert "not remembered" in told
    assert "No space left on device" in run("hint", "7.3.late")[1]


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("mine")
    code, told = run("start", str(tmp_path / "work"), "--no-browser")
    assert code == 1
    assert f"{tmp_path / 'work'} cannot be written: File exists" in told


def test_a_user_without_a_name_gets_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found: 54321")

    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(SPECIMEN))
    monkeypatch.setattr("getpass.getuser", nobody)
    workspace, _ = start(tmp_path / "work")
    assert workspace.state.learner.startswith("learner-")


def test_notebooks_of_the_first_courses_move_into_their_lessons_folders(workspace: Workspace) -> None:
    lesson = workspace.lesson("07")
    workspace.exercise(lesson).unlink()
    (workspace.folder / "07_windows_exercise.ipynb").write_text("mine")
    start(workspace.folder)
    assert workspace.exercise(lesson).read_text() == "mine"
    assert not (workspace.folder / "07_windows_exercise.ipynb").exists()


def test_any_folder_within_a_workspace_will_do_and_others_are_told_so(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.folder / "notes" / "old").mkdir(parents=True)
    assert find_workspace(workspace.folder / "notes" / "old").folder == workspace.folder
    with pytest.raises(WorkspaceError, match="`maif-course start` makes one"):
        find_workspace(tmp_path)


def test_the_launcher_runs_where_no_environment_is_active(workspace: Workspace, tmp_path: Path) -> None:
    import subprocess

    bare = {"PATH": "/usr/bin:/bin", "MAIF_COURSE_LESSONS": str(SPECIMEN)}
    inside = workspace.folder / "07_windows"
    command = ["../course", "hint", "7.3.late"]
    ran = subprocess.run(command, cwd=inside, env=bare, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("HINT 1 of 3")


@pytest.mark.parametrize(("here", "typed"), [(".", "./course"), ("07_windows", "../course")])
def test_messages_print_the_command_that_works_where_the_learner_stands(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, here: str, typed: str
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(here)
    assert f"{typed} check 07.3   runs all checks" in run("check")[1]
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert "  maif-course check 07.3   runs all checks" in run("check")[1]
    assert command_for(None) == "maif-course"


def test_a_state_that_cannot_be_read_is_named_and_start_mends_it(workspace: Workspace) -> None:
    path = workspace.folder / NAME
    path.write_text("{")
    assert "maif-course.json cannot be read" in run("list")[1]
    assert run("start", ".", "--no-browser")[0] == run("list")[0] == 0
    assert path.with_name("maif-course.kept-1.json").read_text() == "{"


@pytest.mark.parametrize(
    "text",
    ["[]", '{"hints": 3, "passed": {"07.3.late": "yes"}}', '{"hints": {"07.3.late": null}}', '{"learner": "\\ud800"}'],
)
def test_a_state_that_a_hand_was_at_work_on_costs_what_was_spoilt(workspace: Workspace, text: str) -> None:
    (workspace.folder / NAME).write_text(text)
    told = run("hint", "07.3.late")[1]
    assert "cannot be read" in told if text == "[]" else "HINT 1 of 3" in told


def test_reset_asks_and_keeps_what_the_learner_wrote(learner: Learner) -> None:
    learner.solve()
    mine = learner.path.read_text()
    assert run("reset", "7", answer="n\n")[0] == 1
    assert learner.path.read_text() == mine
    assert run("reset", "07", answer="y\n")[0] == 0
    assert "NotImplementedError" in learner.path.read_text()
    assert learner.path.with_name("07_exercise.kept-1.ipynb").read_text() == mine
    learner.solve()
    assert run("reset", "07", "--yes")[0] == 0
    assert learner.path.with_name("07_exercise.kept-2.ipynb").exists()


def test_the_solution_comes_after_passing_or_anyway(learner: Learner) -> None:
    path = learner.path.with_name("07_solution.ipynb")
    assert (run("solution", "07")[0], path.exists()) == (1, False)
    assert (run("solution", "07", "--anyway")[0], path.exists()) == (0, True)
    path.unlink()
    learner.solve()
    run("check")
    assert (run("solution", "07")[0], path.exists()) == (0, True)


def test_notes_in_a_solution_are_kept_when_it_is_written_again(learner: Learner) -> None:
    path = learner.path.with_name("07_solution.ipynb")
    run("solution", "07", "--anyway")
    path.write_text(path.read_text() + "MY NOTES")
    assert "what was there is 07_solution.kept-1.ipynb" in run("solution", "07", "--anyway")[1]
    assert "MY NOTES" in path.with_name("07_solution.kept-1.ipynb").read_text()
    run("solution", "07", "--anyway")
    assert len(list(path.parent.glob("*solution*"))) == 2, "the same again is not kept again"


# Checking


def test_check_says_what_the_saved_notebook_does(learner: Learner) -> None:
    code, told = run("check")
    assert (code, told.count("NOT YET"), told.splitlines()[-1]) == (1, 3, "0 of 3 checks pass, 0 of 5 points")
    learner.solve("if start + length <= watermark:", "if time < watermark:")
    code, told = run("check", "7.3")
    assert (code, told.splitlines()[-1]) == (1, "2 of 3 checks pass, 3 of 5 points")
    assert "You probably compare the" in told
    learner.solve()
    assert run("check", "07")[0] == 0


def test_check_stops_at_the_first_task_that_is_not_right_and_says_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(start(tmp_path / "work", "ada")[0].folder)
    code, told = run("check")
    assert code == 1
    assert len(told.splitlines()) < 30, "a fresh workspace is no reason to print a thousand lines"
    assert "task     00.1  What is left of an iterator?, in 00_before/00_exercise.ipynb" in told
    assert "00.2" not in told


def test_passing_says_what_comes_next_and_where_the_library_has_it(learner: Learner) -> None:
    learner.solve()
    code, told = run("check")
    assert code == 0
    assert "library  maif.windows.time_windows, " in told
    assert "All tasks of the course are solved" in told


@pytest.mark.parametrize(
    "name",
    ["7", "07", "7.3", "07.3", "t07-3", "task 7.3", "07_windows", "07_windows/07_exercise.ipynb", "07_exercise.ipynb"],
)
def test_a_lesson_or_task_is_known_in_any_spelling(learner: Learner, name: str) -> None:
    learner.solve()
    assert run("check", name)[1].splitlines()[-1] == "3 of 3 checks pass, 5 of 5 points"


@pytest.mark.parametrize("name", ["7.3.late", "07.3.late", "t07-3-late", "07.3.LATE", " 07.3.late "])
def test_a_check_is_known_in_any_spelling(learner: Learner, name: str) -> None:
    learner.solve()
    assert run("check", name)[1].splitlines()[-1] == "1 of 1 checks pass, 2 of 2 points"
    assert run("hint", name)[1].startswith("HINT 1 of 3")


def test_results_come_as_json_too(workspace: Workspace) -> None:
    lines = output_of("check", "--json").splitlines()
    assert [json.loads(line)["check"] for line in lines] == ["07.3.late", "07.3.soon", "07.3.held"]
    for command in ("list", "progress"):
        assert [json.loads(line)["lesson"] for line in output_of(command, "--json").splitlines()] == ["07"]


def test_what_a_notebook_prints_does_not_get_into_the_json(learner: Learner) -> None:
    forged = '{"check": "07.3.late", "passed": true, "earned": 2}'
    loud = f"print({forged!r}, flush=True)\nimport os\nos.write(1, b'{forged}\\n')\nos.system('echo loud')"
    learner.solve("    for item in items:", f"    print({forged!r}, '\\ud800', flush=True)\n    for item in items:")
    learner.edit(lambda cell: cell.update(source=f"{cell['source']}\n{loud}"))
    import subprocess

    command = [sys.executable, "-m", "maif_course.cli", "check", "--all", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert [json.loads(line)["check"] for line in ran.stdout.splitlines()] == ["07.3.late", "07.3.soon", "07.3.held"]
    assert ran.returncode == 0, ran.stderr


def test_an_exit_status_of_0_means_that_something_passed(learner: Learner) -> None:
    learner.path.unlink()
    for arguments in (["check"], ["check", "07"], ["check", "--all"]):
        code, told = run(*arguments)
        assert code == 1, arguments
        assert "07_exercise.ipynb is not there" in told or "nothing was checked" in told


def test_a_renamed_exercise_is_named_and_can_be_checked_by_its_name(learner: Learner) -> None:
    learner.solve()
    renamed = learner.path.rename(learner.path.with_name("my work.ipynb"))
    code, told = run("check")
    assert code == 1
    assert "it looks renamed to '07_windows/my work.ipynb'" in told
    assert run("check", str(renamed))[0] == 0


def test_progress_and_list_show_what_has_passed(learner: Learner) -> None:
    assert "[ ] 07.3  Wait for late flights" in run("list")[1]
    learner.solve()
    run("check")
    assert "[x] 07.3" in run("list")[1]
    told = run("progress", "--summary")[1]
    assert "5 of 5" in told
    assert "maif.windows.time_windows" in told


def test_a_certificate_is_a_signed_file_of_what_was_built(learner: Learner) -> None:
    assert "nothing to certify yet" in run("progress", "--certificate")[1]
    learner.solve()
    run("check")
    key = run("progress", "--certificate")[1].split()[-1]
    run("progress", "--certificate")
    assert (learner.workspace.folder / "certificate.maif").is_file()
    with MAIFStreamReader(learner.workspace.folder / "certificate.kept-1.maif", trusted_key=key) as reader:
        assert "maif.windows.time_windows" in reader[0].text


def test_hints_come_one_by_one_and_are_counted(learner: Learner) -> None:
    assert "HINT 1 of 3  07.3.late  Two times" in run("hint", "07.3.late")[1]
    assert "HINT 2 of 3" in run("hint", "07.3.late")[1]
    learner.solve("if start + length <= watermark:", "if time < watermark:")
    assert "(1 hint left)" in run("check")[1]
    assert "HINT 3 of 3" in run("hint", "07.3.late")[1]
    assert run("hint", "07.3.late")[1].count("HINT") == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "09"), "there is no lesson 09; the course has 07"),
        (("check", "07.9"), "lesson 07 has no task 07.9; it has 07.3"),
        (("check", "windows!"), "'windows!' names nothing"),
        (("check", "07.3.lat"), "there is no check '07.3.lat'; known here: 07.3.late, 07.3.soon, 07.3.held"),
        (("hint", "07.3.lat"), "there is no check '07.3.lat'; known here: 07.3.late, 07.3.soon, 07.3.held"),
    ],
)
def test_an_unknown_name_is_told_what_there_is(workspace: Workspace, arguments: tuple[str, ...], told: str) -> None:
    assert told in run(*arguments)[1]


def test_an_unknown_lesson_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownNameError):
        workspace.lesson("55")


def test_a_cell_that_was_deleted_is_missed(workspace: Workspace) -> None:
    lesson = workspace.lesson("07")
    found = check_task(lesson, lesson.tasks[0], [], State())
    assert "The cell t07-3 is gone from the notebook" in found[0].why


def test_one_broken_notebook_stops_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = (Path(__file__).parents[2] / "lessons").glob("01_*")
    for folder in (first, SPECIMEN / "07_windows"):
        shutil.copytree(folder, tmp_path / "lessons" / folder.name)
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(tmp_path / "lessons"))
    workspace, _ = start(tmp_path / "work", "ada")
    monkeypatch.chdir(workspace.folder)
    workspace.exercise(workspace.lesson("01")).write_text("{")
    Learner(workspace, workspace.lesson("07")).solve()
    code, told = run("check", "--all")
    assert code == 1
    assert "01_exercise.ipynb is no notebook that can be read: line 1 is no JSON" in told
    assert told.splitlines()[-1] == "3 of 3 checks pass, 5 of 5 points"


def test_the_version_is_told(workspace: Workspace) -> None:
    assert run("--version")[1].startswith("maif-course 0.")


def test_a_fault_of_ours_is_a_sentence_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("by accident")

    monkeypatch.setattr("maif_course.cli.learner.find_workspace", fail)
    monkeypatch.setattr("sys.argv", ["maif-course", "list"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 70
    assert "itself failed (ZeroDivisionError: by accident)" in capsys.readouterr().err


# Watching


class Working(VirtualClock):
    """Saves a notebook during some naps, and ends the watch after the last."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.naps = path, 0

    def sleep(self, seconds: float) -> None:
        self.naps += 1
        super().sleep(seconds)
        if self.naps in (2, 5):
            os.utime(self.path, ns=(0, self.naps))
        if self.naps == 8:
            raise TimeoutError


def test_watch_yields_a_lesson_each_time_its_exercise_is_saved(learner: Learner) -> None:
    clock = Working(learner.path)
    changes = Watch(learner.workspace, clock).changes()
    saved = []
    for _ in range(2):
        lesson = next(changes)
        assert lesson is not None
        saved.append((lesson.number, clock.naps))
    assert saved == [("07", 2), ("07", 5)]
    assert clock.monotonic() == pytest.approx(5 * 0.25), "a save is noticed within a quarter of a second"
    with pytest.raises(TimeoutError):
        next(changes)


def test_watch_shows_the_current_task_at_once_and_takes_keys(
    learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    pressed = iter(["h", "", "r", "n", "q"])
    watch = Watch(learner.workspace, VirtualClock(), lambda: next(pressed))
    learner.solve("if start + length <= watermark:", "if time < watermark:")
    watch.run()
    told = capsys.readouterr().out
    assert "task     07.3  Wait for late flights" in told
    assert told.index("NOT YET  07.3.late") < told.index("HINT 1 of 3  07.3.late")
    assert "Pass a task that builds a piece first." in told
    assert told.rstrip().endswith("assemble` builds the library on your pieces."), "n went on to the next"


def test_watch_shows_the_librarys_code_of_what_was_passed(learner: Learner, capsys: pytest.CaptureFixture[str]) -> None:
    learner.solve()
    watch = Watch(learner.workspace, VirtualClock(), iter(["r", "q"]).__next__)
    watch.run()
    assert "def time_windows(" in capsys.readouterr().out


def test_watch_goes_on_when_a_notebook_is_saved_half(learner: Learner, capsys: pytest.CaptureFixture[str]) -> None:
    watch = Watch(learner.workspace, VirtualClock())
    learner.path.write_text("{")
    watch.show_lesson(learner.lesson)
    assert "is no notebook that can be read" in capsys.readouterr().err
