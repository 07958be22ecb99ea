"""Exercises in their pages: the same verdicts as in a notebook, kept answers, and code that misbehaves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsers import Visit, axe, visiting
from maif_course.learner.exchange import read_answers
from maif_course.lesson import Lesson, Task, lessons_folder, read_lesson, read_lessons
from maif_course.proving.matrix import Row, rows
from maif_course.site.bundle import as_data

LESSONS = read_lessons()

ASK = """async ([cells, checks]) => {
    const results = [];
    for await (const result of python.check(cells, checks, null)) results.push(result);
    return results;
}"""


@pytest.fixture(scope="module")
def python(served: str, site: Path, browser: Any) -> Iterator[Any]:
    """A page with Python, as its exercises use it."""
    (folder,) = (site / "practice").iterdir()
    with visiting(browser, served) as visit:
        visit.page.evaluate(
            "async (url) => { window.python = new (await import(url)).Python(() => {}); await python.start(); }",
            f"{served}practice/{folder.name}/python.js",
        )
        yield visit.page
        assert not visit.complaints


def cells(row: Row) -> list[dict[str, Any]]:
    """Return what a page sends of a lesson for a task, earlier tasks solved."""
    solved = {task.piece.id: task.solution for task in row.lesson.tasks} | {row.task.piece.id: row.source}
    every = as_data(row.lesson)["cells"]
    last = [cell["id"] for cell in every].index(row.task.piece.id)
    return [{**cell, "source": solved.get(cell["id"], cell["source"])} for cell in every[: last + 1]]


def some(answers: Iterable[Row]) -> Iterator[Row]:
    """Yield stubs, solutions, and for each check one wrong answer that it names a cause for."""
    named: set[str] = set()
    for row in answers:
        causes = {check for check, cause in row.fails.items() if cause is not None}
        if row.kind in ("stub", "solution") or (row.kind == "wrong" and causes - named):
            named |= causes
            yield row


def surprises(answers: Iterable[Row], python: Any) -> list[tuple[object, ...]]:
    """Return what a page says otherwise than a notebook would."""
    found: list[tuple[object, ...]] = []
    for row in answers:
        if row.task.needs or row.kind == "library" or "np." in row.source:
            continue
        asked = [{"id": check.id, "hints": 3} for check in row.task.checks]
        for result in python.evaluate(ASK, [cells(row), asked]):
            fails = result["check"] in row.fails
            # Of a thousand things, a wrong answer to a stretch task may take longer there than is waited for.
            named = (
                (None, result["cause"]) if result["cause"] != "endless" or not row.task.stretch else row.fails.values()
            )
            if result["passed"] == fails or (fails and row.fails[result["check"]] not in named):
                found.append((str(row), result["check"], result["cause"], result["why"], result["got"]))
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_answers_get_the_same_verdicts_and_causes_as_in_a_notebook(lesson: Lesson, python: Any) -> None:
    assert not surprises(some(rows(lesson)), python)


@pytest.mark.faults
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_answer_gets_the_same_verdicts_and_causes_as_in_a_notebook(lesson: Lesson, python: Any) -> None:
    assert not surprises(rows(lesson), python)


def test_what_is_thrown_away_does_not_end_a_browsers_python(python: Any) -> None:
    cycle = "held = [operator.methodcaller('x', [])]\nheld.append(held)"
    cell = f"import gc, operator\n{cycle}\ndel held\ngc.collect()\noperator.methodcaller('upper')('whole')"
    assert python.evaluate("cell => python.run([], cell)", cell) == {"printed": "", "value": "'WHOLE'", "error": ""}


def test_nearly_all_core_tasks_of_the_first_lessons_run_in_a_page() -> None:
    core = [task for lesson in LESSONS if "01" <= lesson.number <= "13" for task in lesson.tasks if not task.extra]
    assert sum(not task.needs for task in core) >= 0.95 * len(core)


# A learner in the page


class Place:
    """A task in its page, as a learner uses it."""

    def __init__(self, page: Any, task: Task) -> None:
        self.page, self.task = page, task
        self.at = page.locator(f"[data-practice={task.piece.id}]")
        self.editor = self.at.locator(".cm-content")
        self.editor.wait_for()

    def write(self, source: str) -> None:
        self.editor.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def press(self, name: str) -> None:
        self.at.get_by_role("button", name=name, exact=True).click()

    def check(self, source: str) -> list[str]:
        """Write an answer, check it, and return the verdicts as they are shown."""
        self.write(source)
        self.press("Check")
        self.at.locator('button[aria-disabled="false"]').wait_for()
        verdicts = self.at.locator("[data-check] > strong, summary strong").all_inner_texts()
        return [verdict.split()[0] for verdict in verdicts]

    @property
    def source(self) -> str:
        self.editor.wait_for()  # a page that was just loaded is made live in its own time
        lines: list[str] = self.editor.locator(".cm-line").all_inner_texts()
        return "\n".join(line.removesuffix("\n") for line in lines)

    @property
    def told(self) -> str:
        return str(self.at.inner_text())


@pytest.fixture(scope="module")
def walk() -> Task:
    return read_lesson(lessons_folder() / "01_generators").task("01.2")


@pytest.fixture(scope="module")
def visit(served: str, browser: Any) -> Iterator[Visit]:
    """The page of lesson 01's exercises, for all tests that need Python: it takes long to load."""
    with visiting(browser, served) as visit:
        visit.page.goto(f"{served}exercises/01_generators.html")
        yield visit
        assert not visit.complaints


@pytest.fixture
def place(visit: Visit, walk: Task) -> Place:
    return Place(visit.page, walk)


def test_a_learner_reads_what_went_wrong_and_then_passes(place: Place, walk: Task) -> None:
    (wrong,) = (answer for answer in walk.wrong if answer.name == "walk_trusts_size")
    assert place.check(wrong.source) == ["PASS", "NOT", "PASS"]
    failed = place.at.locator("details.practice-failed")
    assert failed.get_attribute("open") is not None
    told = failed.inner_text()
    assert "walk(a block of 380 bytes, then one of 400)" in told
    assert "The walk does not move on" in told
    assert "[380, 0, 0] ... and on" in failed.locator(".practice-differs").first.inner_text()
    assert "3 left" in told

    place.press("Hint")
    assert walk.checks[1].hints[0] in place.told
    place.press("Solution")
    assert "One way to write it" not in place.told
    place.press("Show it anyway")
    assert "One way to write it" in place.told

    assert place.check(f"print('walking')\n{walk.solution}") == ["PASS"] * 3
    assert "All checks pass." in place.told
    assert "Your cell printed:\nwalking" in place.told.replace("\n\n", "\n")
    place.press("Reset")
    assert place.source == walk.stub
    place.editor.focus()
    place.page.keyboard.press("Control+z")
    assert place.source.startswith("print('walking')")


def test_the_first_of_several_failing_checks_is_open(place: Place, walk: Task) -> None:
    assert place.check(walk.stub) == ["NOT"] * 3
    opened = place.at.locator("details.practice-failed").evaluate_all("all => all.map(one => one.open)")
    assert opened == [True, False, False]
    assert "walk is not written yet." in place.told


def test_what_the_oldest_python_does_not_know_is_refused(place: Place) -> None:
    place.check("type Walk = int\ndef walk(buffer): yield")
    assert "no Python that 3.11 knows: look at line 1" in place.told


def test_the_keyboard_is_enough(place: Place) -> None:
    keys, address = place.page.keyboard, place.page.url
    place.write("def walk(buffer, any_type=False):")
    keys.press("Enter")
    keys.insert_text("yield")
    keys.press("Home")
    keys.press("Tab")
    assert place.source == "def walk(buffer, any_type=False):\n        yield"
    keys.press("Escape")
    keys.press("Tab")
    focused = "document.activeElement.textContent"
    assert place.page.evaluate(focused) == "Check"
    keys.press("n")  # which leads to the next page, elsewhere
    keys.press("Enter")
    place.at.locator(".practice-failed").first.wait_for()
    assert place.page.evaluate(focused) == "Check"
    assert place.page.url == address


def test_a_cell_of_ones_own_runs_behind_the_others_on_virtual_time(place: Place, walk: Task) -> None:
    place.write(walk.solution)
    own = place.page.locator("[data-practice-scratch]")
    own.locator(".cm-content").focus()
    waits = "import asyncio\nawait asyncio.sleep(3600)\nasyncio.run(asyncio.sleep(60))"
    place.page.keyboard.insert_text(f"{waits}\nprint(1)\nlist(walk(block(b'one')))")
    place.page.keyboard.press("Control+Enter")
    own.get_by_text("[(0, 375)]").wait_for()
    assert [text.strip() for text in own.locator("pre").all_inner_texts()] == ["1", "[(0, 375)]"]


def test_everybody_can_use_a_page_with_results(visit: Visit, place: Place, walk: Task) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    place.check(walk.wrong[0].source)
    place.press("Hint")
    place.press("Solution")
    visit.page.add_style_tag(content="* {transition: none !important}")
    visit.page.add_script_tag(content=axe())
    for scheme in ("default", "slate"):
        visit.page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        found = visit.page.evaluate("axe.run('.practice')")["violations"]
        assert not [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found], scheme
    assert not visit.scrolls_sideways()
    visit.page.set_viewport_size({"width": 1280, "height": 900})


def test_an_answer_stays_and_reaches_another_tab(visit: Visit, place: Place, walk: Task) -> None:
    with visit.page.context.expect_page() as opened:
        visit.page.evaluate("open(location.href)")
    there = Place(opened.value, walk)
    place.write("# of the first tab")
    there.editor.get_by_text("# of the first tab").wait_for()
    trace = there.page.locator("[data-practice=t01-1] .cm-content")
    trace.focus()
    there.page.keyboard.press("Control+a")
    there.page.keyboard.insert_text("# of the second tab")
    assert place.check(walk.solution) == ["PASS"] * 3
    there.at.locator("[data-check]:has-text('passed')").nth(2).wait_for()
    there.page.reload()
    assert there.source == walk.solution
    assert trace.inner_text() == "# of the second tab"
    there.page.close()


def test_answers_go_out_and_come_in(place: Place, tmp_path: Path) -> None:
    place.write("one = 1\ntwo = 2")
    page = place.page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="All answers as one file").click()
    answers = json.loads(Path(waiting.value.path()).read_text())
    assert answers["format"] == 1
    assert answers["cells"]["t01-2"] == "one = 1\ntwo = 2"
    assert read_answers(Path(waiting.value.path())) == answers["cells"]  # as `maif-course import` does
    with page.expect_download() as waiting:
        page.get_by_role("button", name="This exercise as a notebook").click()
    assert waiting.value.suggested_filename == "01_exercise.ipynb"
    notebook = json.loads(Path(waiting.value.path()).read_text())
    assert [cell["source"] for cell in notebook["cells"] if cell["id"] == "t01-2"] == [["one = 1\n", "two = 2"]]

    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers | {"cells": {"t01-2": "three = 3", "t99-1": ""}}))
    page.set_input_files("input[type=file]", file)
    page.get_by_text("1 answer came in; 1 belongs to no task of this course.").wait_for()
    assert place.source == "three = 3"
    file.write_text("[]")
    page.set_input_files("input[type=file]", file)
    page.get_by_text("This is no file of answers").wait_for()


def test_code_that_does_not_end_is_ended_and_the_page_works_on(place: Place, walk: Task) -> None:
    place.check("def walk(buffer, any_type=False):\n    while True:\n        pass")
    causes = place.at.locator(".practice-failed").evaluate_all("all => all.map(one => one.dataset.cause)")
    assert causes == ["endless"] * 3
    assert "in walk, line 3: pass" in place.told
    place.check("while True:\n    pass")
    assert "Your cell does not end" in place.told
    endless = "def walk(buffer, any_type=False):\n    return sum(iter(int, 1))"  # in C, where nothing interrupts it
    assert place.check(endless) == []
    assert "did not end within 6 seconds. Your text is kept." in place.told
    assert place.source == endless
    place.check("import os\nos._exit(3)")
    assert "Your code was stopped" in place.told
    assert place.check(walk.solution) == ["PASS"] * 3


# Pages around it


def test_a_task_that_needs_more_than_a_page_has_says_so(served: str, browser: Any) -> None:
    lacking = {lesson.name: [task for task in lesson.tasks if task.needs] for lesson in LESSONS}
    assert any(lacking.values())
    with visiting(browser, served) as visit:
        for name, tasks in lacking.items():
            if tasks:
                visit.page.goto(f"{served}exercises/{name}.html")
                visit.page.locator(".cm-content").first.wait_for()
            for task in tasks:
                place = visit.page.locator(f"[data-practice={task.piece.id}]")
                assert f"needs {task.needs[0]}" in place.inner_text()
                assert place.locator(".cm-content").count() == 0


def test_progress_is_listed(served: str, browser: Any) -> None:
    with visiting(browser, served) as visit:
        visit.page.goto(f"{served}progress.html")
        assert visit.page.get_by_text("Begin with 00").get_attribute("href") == f"{served}exercises/00_before.html"
        visit.page.evaluate("localStorage.setItem('maif-course:passed:01.2.steps', '1')")
        visit.page.reload()
        visit.page.get_by_text("Continue with 01").wait_for()
        assert ": 2 of " in visit.page.locator(".practice-progress li").nth(1).inner_text()
        assert not visit.complaints


@pytest.mark.parametrize("way", ["without JavaScript", "from a disk"])
def test_a_page_that_cannot_be_live_is_whole_and_says_how_to_practise(
    way: str, served: str, site: Path, browser: Any, walk: Task
) -> None:
    context = browser.new_context(java_script_enabled=way == "from a disk")
    page, name = context.new_page(), "exercises/01_generators.html"
    page.goto(f"{served}{name}" if way == "without JavaScript" else (site / name).as_uri())
    text = page.locator("article").inner_text()
    context.close()
    assert "maif-course start" in text
    assert "raise NotImplementedError" in text
    assert walk.checks[0].title in text
