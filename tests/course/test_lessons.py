"""The form of lessons: what is read from them, and what stops the build, with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from maif_course.errors import LessonError
from maif_course.lesson import Lesson, problems, read_cells, read_lesson, read_lessons
from maif_course.lesson.prose import repeated_sentences

Edit = Callable[[str], str]


def complaints(lessons: Path) -> list[str]:
    try:
        return [str(problem) for problem in problems(read_lesson(lessons / "07_windows"))]
    except LessonError as problem:
        return [str(problem)]


def edited(lessons: Path, name: str, old: str, new: str) -> list[str]:
    """Return what an edit of a file adds to the complaints."""
    before = complaints(lessons)
    path = lessons / "07_windows" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return [re.sub(r".*/07_windows/", "", found) for found in complaints(lessons) if found not in before]


def line_of(lessons: Path, name: str, text: str) -> int:
    lines = (lessons / "07_windows" / name).read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


# Reading


def test_cells_know_their_kind_id_tags_options_and_line(specimen: Lesson) -> None:
    cell = specimen.tasks[0].piece
    lines = (specimen.folder / "exercise.md").read_text().splitlines()
    assert (cell.kind, cell.id, cell.tags, cell.builds) == ("code", "t07-3", ("piece",), ("maif.windows.time_windows",))
    assert lines[cell.line - 1] == cell.source.splitlines()[0] == lines[cell.line - 1]


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("lessons/[0-9]*/*.md")), ids=str)
def test_jupytext_reads_the_same_cells(path: Path) -> None:
    jupytext = pytest.importorskip("jupytext")
    theirs = [(cell.cell_type, cell.source.strip()) for cell in jupytext.read(path).cells]
    assert [(cell.kind, cell.source.strip()) for cell in read_cells(path)] == theirs


def test_the_stub_stands_in_for_the_solution_and_keeps_what_is_around_it(specimen: Lesson) -> None:
    task = specimen.tasks[0]
    assert task.stub.startswith("def time_windows(")
    assert task.stub.endswith('"""\n    raise NotImplementedError')
    assert "waiting" in task.solution


def test_a_stub_can_be_code_to_repair(lessons: Path) -> None:
    edited(
        lessons,
        "exercise.md",
        "    ### END SOLUTION",
        "    ### INSTEAD\n    # for item in items:\n    #     yield item\n    ### END SOLUTION",
    )
    (task,) = read_lesson(lessons / "07_windows").tasks
    assert task.stub.endswith('"""\n    for item in items:\n        yield item')
    assert "INSTEAD" not in task.solution


def test_a_solution_can_be_the_librarys_own_body(lessons: Path) -> None:
    path = lessons / "07_windows" / "exercise.md"
    text = re.sub(
        r"(BEGIN SOLUTION\n).*?(    ### END)",
        r"\1    ### LIBRARY maif.batches.batched\n\2",
        path.read_text(),
        flags=re.DOTALL,
    )
    path.write_text(text)
    shutil.rmtree(lessons / "07_windows" / "wrong_answers")
    (task,) = read_lesson(lessons / "07_windows").tasks
    assert "    size = whole_number(1, size=size)\n    return batches_of(iter(items), size)\n" in task.solution


def test_a_wrong_answer_edits_the_solution_or_stands_whole(specimen: Lesson) -> None:
    wrong = {answer.name: answer for answer in specimen.tasks[0].wrong}
    assert "if time < watermark:" in wrong["late_by_own_time"].source
    assert wrong["late_by_own_time"].fails == {"07.3.late": "own-time"}
    assert wrong["all_at_the_end"].fails["07.3.soon"] == "runaway"
    assert "windows, yielded, watermark" in wrong["keeps_closed_windows"].source


def test_wrong_answers_keep_their_order_and_know_their_lines(specimen: Lesson) -> None:
    lines = (specimen.folder / "wrong_answers" / "07_3.py").read_text().splitlines()
    names = [answer.name for answer in specimen.tasks[0].wrong]
    assert names[:2] == ["watermark_goes_back", "late_is_lost"]
    assert [lines[answer.line - 1].strip() for answer in specimen.tasks[0].wrong] == [f'"{name}",' for name in names]


def test_the_specimen_breaks_only_the_rules_about_the_number_of_tasks(lessons: Path) -> None:
    assert [found.split(": ")[1] for found in complaints(lessons)] == [
        "a lesson has 3 to 5 core tasks, this one 1",
        "at most 60 % of the tasks may be to write a function",
    ]


def test_the_lessons_of_the_course_break_no_rule() -> None:
    lessons = read_lessons()
    assert not [str(problem) for lesson in lessons for problem in problems(lesson)]
    assert not [str(problem) for problem in repeated_sentences(lessons)]


# What stops the build

BREAKAGES = {
    "a bad mark": (
        "exercise.md",
        "    waiting, watermark",
        "    ### BEGIN SOLUTIONS\n    waiting, watermark",
        "unknown mark '### BEGIN SOLUTIONS'",
        0,
    ),
    "a region that does not end": ("exercise.md", "    ### END SOLUTION\n", "", "a piece needs one region", None),
    "an unknown tag": ("exercise.md", "[piece]", "[peice]", "unknown tag 'peice'", None),
    "an unknown option": ("exercise.md", ":builds:", ":build:", "unknown option :build:", 0),
    "an unknown directive": ("exercise.md", "{code-cell} ipython3", "{note}", "is known here, not '```{note}'", 0),
    "a duplicate id": ("exercise.md", ":id: t07-3-soon", ":id: t07-3-late", "two cells have the id 't07-3-late'", 3),
    "a cell without an id": ("exercise.md", ":id: t07-given\n", "", "a cell of an exercise needs an :id:", None),
    "a check cell without a check": (
        "exercise.md",
        ":id: t07-3-soon",
        ":id: t07-3-later",
        "there is no check for the cell",
        None,
    ),
    "a check that the text leaves out": (
        "exercise.md",
        "(`07.3.held`, 1)",
        "",
        "does not say that 07.3.held is checked",
        None,
    ),
    "a later lesson's piece": (
        "exercise.md",
        "import math\n",
        "import math\nfrom maif.flow import throttle\n",
        "maif.flow.throttle is built in lesson 10",
        1,
    ),
    "the piece that is to be built": (
        "exercise.md",
        "import math\n",
        "import math\nfrom maif.windows import time_windows\n",
        "is what this exercise builds",
        1,
    ),
    "no Python": ("exercise.md", "import math\n", "import math math\n", "this is no Python", 0),
    "an unknown form": ("exercise.md", ":builds:", ":form: guess\n:builds:", "unknown :form: 'guess'", None),
    "an unknown need": ("exercise.md", ":builds:", ":needs: pandas\n:builds:", "unknown :needs: 'pandas'", None),
    "a solution that is too long": (
        "exercise.md",
        "    waiting, watermark",
        "    pass\n" * 20 + "    waiting, watermark",
        "at most 20 are allowed",
        None,
    ),
    "a check without causes": (
        "checks.py",
        'causes={\n        "kept"',
        'causes={} and {\n        "kept"',
        "names no cause",
        None,
    ),
    "a check without a first question": (
        "checks.py",
        "change a window?",
        "change a window.",
        "three hints, the first a question",
        None,
    ),
    "a title that is not ASCII": ("checks.py", 'title="Only open', 'title="Nur für open', "must be ASCII", None),
    "a cause that no wrong answer shows": (
        "checks.py",
        '"kept": (',
        '"kept-on": (',
        "no wrong answer shows the cause 'kept-on'",
        None,
    ),
    "a check of no task": ("checks.py", '"07.3.held"', '"07.9.held"', "belongs to no task", None),
    "two checks of one id": ("checks.py", '"07.3.held"', '"07.3.soon"', "two checks have the id '07.3.soon'", None),
    "an edit of what is not there": (
        "wrong_answers/07_3.py",
        '"if start + length <= watermark:"',
        '"if start + length <= water:"',
        "'late_by_own_time' cannot be made: these lines must occur once in the solution of 07.3, not 0 times",
        None,
    ),
    "an edit of what is there twice": (
        "wrong_answers/07_3.py",
        '"if start + length <= watermark:"',
        '"yield Window(start, start + length, waiting.pop(start))"',
        "must occur once in the solution of 07.3, not 2 times",
        None,
    ),
    "a right answer to no task": (
        "right_answers/sorted_list.py",
        '"07.3"',
        '"07.4"',
        "there is no task 07.4",
        None,
    ),
    "a wrong answer that fails no known check": (
        "wrong_answers/07_3.py",
        '{"07.3.late": "late-lost"}',
        '{"07.3.lost": "late-lost"}',
        "'late_is_lost' fails '07.3.lost', which is no check of 07.3: 07.3.late, 07.3.soon, 07.3.held",
        None,
    ),
    "a wrong answer that fails no check": (
        "wrong_answers/07_3.py",
        '{"07.3.late": "late-lost"}',
        "{}",
        "'late_is_lost' fails no check",
        None,
    ),
    "a wrong answer of no known cause": (
        "wrong_answers/07_3.py",
        '{"07.3.late": "late-lost"}',
        '{"07.3.late": "late"}',
        "'late_is_lost' shows 'late', which is no cause of 07.3.late: ",
        None,
    ),
    "a wrong answer out of order": (
        "wrong_answers/07_3.py",
        '"no_lateness",\n        believes="Takes the newest time itself for the watermark",\n'
        '        fails={"07.3.late": "closed-early"}',
        '"no_lateness",\n        believes="Takes the newest time itself for the watermark",\n'
        '        fails={"07.3.late": "opened-again"}',
        "'no_lateness' stands behind 'late_is_lost', whose cause comes later in checks.py",
        0,
    ),
    "two wrong answers of one name": (
        "wrong_answers/07_3.py",
        '"no_lateness",',
        '"late_is_lost",',
        "two wrong answers to 07.3 have the name 'late_is_lost'",
        0,
    ),
    "a wrong answer that is not written": (
        "wrong_answers/07_3.py",
        '"keeps_closed_windows",',
        '"keeps_all_windows",',
        "'keeps_all_windows' has no edits, and there is no definition",
        0,
    ),
    "wrong answers that are no Python": (
        "wrong_answers/07_3.py",
        "ANSWERS = [",
        "ANSWERS = [[",
        "wrong answers cannot be read: '[' was never closed",
        0,
    ),
    "a wrong answer without a belief": (
        "wrong_answers/07_3.py",
        "        believes=",
        "        thinks=",
        "wrong answers cannot be read: Wrong.__init__() got an unexpected keyword argument 'thinks'",
        None,
    ),
    "edits that are no pairs": (
        "wrong_answers/07_3.py",
        '[("on_late(item)", "pass")]',
        '("on_late(item)", "pass")',
        "wrong answers cannot be read: the edits of 'late_is_lost' are no pairs",
        None,
    ),
    "wrong answers that are computed": (
        "wrong_answers/07_3.py",
        "ANSWERS = [",
        'ANSWERS = [*(Wrong(name, believes="", fails={}, edits=[("a", "b")]) for name in "ab"),',
        "10 wrong answers are listed, and 9 written: write out each",
        None,
    ),
    "an entry that is no wrong answer": (
        "wrong_answers/07_3.py",
        "ANSWERS = [",
        "ANSWERS = [None,",
        "wrong answers stand in a list: ANSWERS = [Wrong(…), …]",
        None,
    ),
    "wrong answers that are no list": (
        "wrong_answers/07_3.py",
        "ANSWERS = [",
        "WRONG = [",
        "wrong answers stand in a list: ANSWERS = [Wrong(…), …]",
        None,
    ),
    "a task without minutes": (
        "exercise.md",
        ":minutes: 25\n",
        "",
        "task 07.3 does not say how long it takes: write ':minutes: 15' below ':tags: [piece]'",
        None,
    ),
    "minutes that are no number": (
        "exercise.md",
        ":minutes: 25",
        ":minutes: long",
        "minutes are a whole number, not 'long'",
        None,
    ),
    "a lesson without minutes": (
        "lesson.md",
        "minutes: 10\n",
        "",
        "does not say how long it takes to read: write 'minutes: 25' above the second ---",
        None,
    ),
    "a stretch task with hints": (
        "exercise.md",
        "not for ever",
        "not for ever (stretch)",
        "07.3.late is of a stretch task: hints=(), points=0",
        None,
    ),
    "filler": ("lesson.md", "Dataflow systems", "Obviously, dataflow systems", "filler: 'Obviously'", 0),
    "a heading without a finding": (
        "lesson.md",
        "## A late item finds its window closed",
        "## Late items",
        "a heading states a finding",
        0,
    ),
    "a fixed heading left out": (
        "lesson.md",
        "## You will need",
        "## A learner comes with needs",
        "needs one heading '## You will need'",
        None,
    ),
    "no question": ("lesson.md", "finished?", "finished.", "'**The question:** …?'", None),
    "no number": (
        "lesson.md",
        "30 minutes of lateness leave 410 of 6,064 flights out",
        "many",
        "with a number to remember",
        None,
    ),
    "nothing to predict": (
        "lesson.md",
        "after a later one?",
        "after a later one.",
        "the text asks what it will show",
        None,
    ),
    "nothing that answers": (
        "lesson.md",
        "The newest of them, wherever it stood in the stream.\n",
        "",
        "behind a cell tagged predict, a paragraph answers",
        None,
    ),
    "a plot that is not described": ("lesson.md", "max(departures)", "plt.show()", "a plot needs an :alt:", 0),
    "a plot without its numbers": (
        "lesson.md",
        ":tags: [predict]",
        ":alt: A line that climbs.",
        "behind a plot comes a table",
        2,
    ),
    "too many words": ("lesson.md", "call this a watermark", "say " * 1800, "at most 1,800 are allowed", None),
    "a late first cell": (
        "lesson.md",
        "**The question:**",
        "word " * 130 + "\n\n**The question:**",
        "the first code comes after",
        None,
    ),
    "a directive in the text": (
        "lesson.md",
        "Dataflow systems",
        ":::{note}\nDataflow systems",
        "JupyterLab shows no directives",
        0,
    ),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_the_build_stops_on(breakage: str, lessons: Path) -> None:
    name, old, new, complaint, offset = BREAKAGES[breakage]
    line = line_of(lessons, name, old.strip().splitlines()[0])
    found = edited(lessons, name, old, new)
    assert any(complaint in what for what in found), found
    if offset is not None:
        assert any(what.startswith(f"{name}:{line + offset}:") for what in found if complaint in what), found


@pytest.mark.parametrize(
    ("folder", "complaint"), [("wrong_answers", "needs 3 wrong"), ("right_answers", "needs 2 right")]
)
def test_the_build_stops_on_a_task_without_answers(folder: str, complaint: str, lessons: Path) -> None:
    shutil.rmtree(lessons / "07_windows" / folder)
    assert any(complaint in found for found in complaints(lessons))


def test_the_build_stops_on_wrong_answers_to_no_task(lessons: Path) -> None:
    shutil.copy(lessons / "07_windows/wrong_answers/07_3.py", lessons / "07_windows/wrong_answers/07_4.py")
    (found,) = complaints(lessons)
    assert "wrong_answers/07_4.py:1: there is no task 07.4" in found


def test_the_build_stops_on_a_definition_that_nothing_names(lessons: Path) -> None:
    folder = lessons / "07_windows/wrong_answers/07_3"
    shutil.copy(folder / "keeps_closed_windows.py", folder / "late_is_lost.py")
    (found,) = complaints(lessons)
    assert "07_3/late_is_lost.py:1: no wrong answer in 07_3.py is 'late_is_lost' and has no edits" in found


def test_the_build_stops_on_a_sentence_that_occurs_twice(lessons: Path) -> None:
    path = lessons / "07_windows" / "lesson.md"
    path.write_text(path.read_text() + "\nThe watermark is the newest time seen\nminus lateness. It never goes back.\n")
    exercise = lessons / "07_windows" / "exercise.md"
    exercise.write_text(exercise.read_text() + "\nThe watermark is the newest time seen minus lateness.\n")
    (found,) = repeated_sentences(read_lessons(lessons))
    assert "exercise.md" in str(found)
    assert "07_windows/lesson.md:" in str(found)
