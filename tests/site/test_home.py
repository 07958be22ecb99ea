"""The first page, and the way through the course: what is listed, drawn and quoted is what there is."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from browsers import visiting
from maif_course.lesson import read_lessons
from maif_course.site import syllabus
from maif_course.site.notebook_page import without_marks


def test_home_shows_a_failing_check_beside_the_line_that_is_its_fault(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "NOT YET  01.2.ends" in text
    (fault,) = re.findall(r'<span class="hll">(.*?)</span>\n', text, re.DOTALL)
    assert re.sub("<[^>]+>", "", fault).strip() == "if position + size &gt; len(buffer):"
    assert 'data-practice="t01-1"' in text


def test_home_lists_every_lesson_with_its_question_and_its_minutes(served: str, browser: Any) -> None:
    with visiting(browser, f"{served}index.html") as visit:
        rows = [cells.split("\t") for cells in visit.texts("table tr")[1:]]
    assert [row[:3] for row in rows] == [
        [lesson.number, lesson.title, lesson.question.replace("`", "")] for lesson in read_lessons()
    ]
    for lesson, row in zip(read_lessons(), rows, strict=True):
        assert row[4].replace("\xa0", " ") == f"{lesson.minutes.reading} + {lesson.minutes.tasks} min"


def test_next_leads_from_a_lesson_to_its_exercises_and_on_to_the_next_lesson(site: Path) -> None:
    way = [page.replace(".md", ".html") for page in syllabus.way([lesson.name for lesson in read_lessons()])]
    for page, following in pairwise(way):
        text = (site / page).read_text(encoding="utf-8")
        led = re.search(r'<a href="([^"]+)" class="md-footer__link md-footer__link--next"', text)
        assert led
        assert urljoin(page, led[1]) == following


def test_an_exercise_shows_which_parts_of_the_system_are_the_learners(served: str, browser: Any) -> None:
    with visiting(browser, f"{served}exercises/07_windows.html") as visit:
        now = [text.split() for text in visit.texts("figure.system li.now")]
        yours = sorted(text.split()[0] for text in visit.texts("figure.system li.yours"))
    assert now == [["07", "windows", "(this", "lesson)"]]
    assert yours == [f"{number:02}" for number in range(1, 7)]


def test_each_part_of_the_drawn_system_leads_to_its_lesson(served: str, browser: Any) -> None:
    there = {lesson.number: lesson.name for lesson in read_lessons()}
    with visiting(browser, f"{served}index.html") as visit:
        parts = visit.page.locator("figure.system [data-lesson] a")
        linked = parts.evaluate_all("links => links.map(link => [link.parentElement.dataset.lesson, link.href])")
    assert {number: f"{served}lessons/{there[number]}.html" for number in dict(linked)} == dict(linked)
    assert set(dict(linked)) == set(there) - {"00", "19"}


def test_a_part_is_lit_when_all_checks_of_its_lesson_have_passed_in_this_browser(served: str, browser: Any) -> None:
    (first,) = read_lessons(numbers=["01"])
    core = [check.id for task in first.tasks if not task.extra for check in task.checks]
    with visiting(browser, f"{served}index.html") as visit:
        for checks, lit in ((core[:-1], []), (core, ["01 walk"])):
            for check in checks:
                visit.page.evaluate("check => localStorage.setItem(`maif-course:passed:${check}`, '1')", check)
            visit.page.reload()
            assert visit.texts("figure.system .yours") == lit


def test_whoever_comes_for_the_first_time_has_a_first_green_check_on_the_first_page(served: str, browser: Any) -> None:
    (first,) = read_lessons(numbers=["01"])
    others = [check.id for task in first.tasks[1:] for check in task.checks]
    with visiting(browser, f"{served}index.html") as visit:
        visit.page.get_by_role("link", name="Try the first task").click()
        visit.page.locator("[data-practice='t01-1'] .cm-content").fill(without_marks(first.task("01.1").solution))
        visit.page.get_by_role("button", name="Check").click()
        visit.page.get_by_text("All checks pass.").wait_for()
        assert visit.page.evaluate("localStorage.getItem('maif-course:passed:01.1.order')") == "1"
        assert visit.texts("figure.system .yours") == []
        keep = "checks => checks.forEach(check => localStorage.setItem(`maif-course:passed:${check}`, '1'))"
        visit.page.evaluate(keep, others)
        visit.page.get_by_role("button", name="Check").click()
        visit.page.locator("figure.system .yours").get_by_text("01 walk").wait_for()
