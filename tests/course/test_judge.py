"""The judge: honest notebooks get what `maif-course check` gives them, and others what their honest parts earn."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hostile import DO_NO_HARM, EARN_NOTHING
from learners import LESSONS
from maif_course.building.notebooks import solution_notebook
from maif_course.classroom.isolation import require_isolation, why_not
from maif_course.classroom.judge import Judge
from maif_course.errors import CourseError
from maif_course.learner.judging import Verdict, judge_apart
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import LearnerCell
from maif_course.learner.state import State
from maif_course.lesson import Lesson, read_lessons
from maif_course.proving.matrix import library_source

SAMPLE = ("02", "06", "09")  # in 06 and 09, tasks stand on the library's piece of another

if refused := why_not():  # pragma: no cover
    assert not os.environ.get("CI"), refused
    pytest.skip(f"students' code cannot be isolated here: {refused}", allow_module_level=True)


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """A judge of lesson 07, whose task 07.3 is the specimen."""
    (lesson,) = read_lessons(numbers=["07"])
    with Judge(lesson, "a secret of the instructor's") as made:
        yield made


def notebook(lesson: Lesson, answers: dict[str, str] | None = None, above: str = "") -> list[LearnerCell]:
    """Return the cells of the solved notebook, with other answers to some tasks, and a cell above all of them."""
    answers = answers or {}
    cells = [cell for cell in solution_notebook(lesson)["cells"] if cell["cell_type"] == "code"]
    made = [LearnerCell("own", above)] if above else []
    made += [LearnerCell(cell["id"], answers.get(cell["id"], cell["source"])) for cell in cells]
    return made


def with_piece(lesson: Lesson, source: str) -> list[LearnerCell]:
    return notebook(lesson, {lesson.task("07.3").piece.id: source})


def passed(verdicts: Iterable[Verdict]) -> list[str]:
    return [found.result.check for found in verdicts if found.passed]


@pytest.mark.parametrize("source", EARN_NOTHING.values(), ids=EARN_NOTHING)
def test_what_is_no_answer_earns_nothing(judge: Judge, source: str) -> None:
    wanted = judge.lesson.task("07.3").checks
    found = list(judge.verdicts(with_piece(judge.lesson, source), wanted))
    assert [verdict.result.check for verdict in found] == [check.id for check in wanted]
    assert not {"07.3.late", "07.3.soon"} & set(passed(found))  # "held" asks only that a window comes out


@pytest.mark.parametrize("source", DO_NO_HARM.values(), ids=DO_NO_HARM)
def test_a_cell_that_does_harm_takes_nothing_from_an_honest_answer(judge: Judge, source: str) -> None:
    wanted = judge.lesson.task("07.3").checks
    found = judge.verdicts(notebook(judge.lesson, above=source), wanted)
    assert passed(found) == [check.id for check in wanted]
    assert not Path("/hello").exists()


def test_nothing_of_a_notebook_runs_on(judge: Judge) -> None:
    mark = "import time, os\nif os.fork() == 0:\n    os.execv('/usr/bin/sleep', ['sleep', '98765'])"
    list(judge.verdicts(notebook(judge.lesson, above=mark), judge.lesson.task("07.3").checks))
    deadline = time.monotonic() + 60
    while (left := running_with(b"98765")) and time.monotonic() < deadline:  # the kernel ends them when it gets to it
        os.sched_yield()
    assert not left


def running_with(mark: bytes) -> list[bytes]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_bytes())
    return [line for line in found if mark in line]


def test_answers_written_down_for_the_telling_cases_earn_nothing(judge: Judge) -> None:
    task = judge.lesson.task("07.3")
    told = [[2, 11, 7, 13, 12, 9, 27], [12, 24, 19, 33, 18], [4, 0, 13], [3, -5, 14], [7]]
    source = task.solution.replace("def closed_windows", "def honest", 1) + (
        "\ndef closed_windows(items, spans_at, **options):\n"
        "    times = list(items)\n"
        f"    return honest(iter(times), spans_at, **options) if times in {told!r} else iter(())\n"
    )
    assert "07.3.late" not in passed(judge.verdicts(with_piece(judge.lesson, source), task.checks))


PATCHES = {
    "at once": EARN_NOTHING["patches what compares"],
    "when it is called": """
def full_windows(*_):
    import maif_course.classroom.observing as observing
    observing.Observing.compare = lambda self, *_, **__: setattr(self, "compared", 1)
    return iter(())
""",
    "and ends the process": "def full_windows(*_):\n    import os\n    os._exit(0)",
    "what Python has built in": "import builtins\nsetattr(builtins, 'zip', lambda *_, **__: iter(()))",
}


@pytest.mark.parametrize("source", PATCHES.values(), ids=PATCHES)
def test_who_meddles_with_the_course_in_one_task_keeps_what_the_others_earn(judge: Judge, source: str) -> None:
    first, second, third, *_ = judge.lesson.tasks
    others = [*second.checks, *third.checks]
    cells = notebook(judge.lesson, {first.piece.id: source})
    found = list(judge.verdicts(cells, [first.checks[0], *others]))
    assert sorted(verdict.result.check for verdict in found) == sorted(check.id for check in (first.checks[0], *others))
    assert set(passed(found)) == {check.id for check in others}


def test_right_pieces_that_a_learners_test_is_given_are_out_of_reach_of_other_tasks() -> None:
    (lesson,) = read_lessons(numbers=["06"])
    task = lesson.task("06.3")
    stolen = "import sys\nBatchCore = sys.modules['maif_course_checks'].BySlices"
    with Judge(lesson, "secret") as judge:
        assert not {check.id for check in task.checks} & set(
            passed(judge.verdicts(notebook(lesson, {task.piece.id: stolen})))
        )


def test_an_edited_or_deleted_check_changes_nothing(judge: Judge) -> None:
    cells = notebook(judge.lesson, {"t07-3-late": "print('PASS')", judge.lesson.task("07.3").piece.id: "pass"})
    cells = [cell for cell in cells if cell.id != "t07-3-soon"]
    assert passed(judge.verdicts(cells, judge.lesson.task("07.3").checks)) == []


@pytest.mark.faults
def test_an_endless_piece_costs_its_own_check_and_no_other(judge: Judge) -> None:
    endless = "import itertools, collections\ndef full_windows(*_):\n    collections.deque(itertools.count(), maxlen=0)"
    cells = notebook(judge.lesson, {judge.lesson.task("07.1").piece.id: endless})
    wanted = [*judge.lesson.task("07.1").checks[:1], *judge.lesson.task("07.2").checks]
    assert passed(judge.verdicts(cells, wanted)) == [check.id for check in judge.lesson.task("07.2").checks]


@pytest.mark.parametrize(
    "lesson", [lesson for lesson in LESSONS if lesson.number in SAMPLE], ids=lambda lesson: lesson.number
)
def test_solutions_pass_and_library_pieces_earn_nothing(lesson: Lesson) -> None:
    solutions_pass_and_library_pieces_do_not(lesson)


@pytest.mark.faults
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_every_solution_passes_and_no_library_piece_earns_anything(lesson: Lesson) -> None:
    solutions_pass_and_library_pieces_do_not(lesson)


def solutions_pass_and_library_pieces_do_not(lesson: Lesson) -> None:
    building = [task for task in lesson.tasks if task.piece.builds]
    with Judge(lesson, "secret") as judge:
        assert set(passed(judge.verdicts(notebook(lesson)))) == set(lesson.checks)
        library = notebook(lesson, {task.piece.id: library_source(task) for task in building})
        wanted = [check for task in building for check in task.checks]
        assert passed(judge.verdicts(library, wanted)) == []


@pytest.mark.faults
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_every_right_answer_passes(lesson: Lesson) -> None:
    with Judge(lesson, "secret") as judge:
        for task in lesson.tasks:
            for answer in task.right:
                found = judge.verdicts(notebook(lesson, {task.piece.id: answer.source}), task.checks)
                assert passed(found) == [check.id for check in task.checks], answer.name


def test_verdicts_causes_and_texts_are_those_of_the_learners_own_check(judge: Judge, tmp_path: Path) -> None:
    lesson = judge.lesson
    for number in range(2):
        answers = {task.piece.id: task.wrong[number].source for task in lesson.tasks}
        cells = notebook(lesson, answers)
        mine = judge_apart(Reading(lesson, cells), list(lesson.checks.values()), State(), tmp_path)
        seen = {found.result.check: (found.passed, found.result.cause) for found in judge.verdicts(cells)}
        assert seen == {found.result.check: (found.passed, found.result.cause) for found in mine}


def test_what_is_shown_as_the_call_holds_nothing_of_the_solution() -> None:
    (lesson,) = read_lessons(numbers=["08"])
    task = lesson.task("08.5")
    with Judge(lesson, "secret") as judge:
        found = list(judge.verdicts(notebook(lesson, {task.piece.id: task.stub}), task.checks))
    assert "choice, half-life 14" in [verdict.result.call for verdict in found]


def test_verdicts_are_the_same_again(judge: Judge) -> None:
    cells = with_piece(judge.lesson, judge.lesson.task("07.3").wrong[0].source)
    first, again = ([found.result.as_dict() for found in judge.verdicts(cells)] for _ in range(2))
    assert first == again


def test_without_isolation_the_same_verdicts_come(judge: Judge) -> None:
    wanted = judge.lesson.task("07.3").checks
    with Judge(judge.lesson, "another secret", isolation=False) as trusting:
        assert passed(trusting.verdicts(notebook(judge.lesson), wanted)) == [check.id for check in wanted]


def test_where_nothing_can_be_isolated_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(CourseError, match=r"bwrap and prlimit.*Install bubblewrap.*--without-isolation"):
        require_isolation()
