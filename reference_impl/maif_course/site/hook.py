"""What MkDocs calls while it builds the site; `mkdocs.yml` names this file under `hooks`.

Lessons, exercises and solutions become pages straight from their notebooks. In any page these are replaced:

    <!-- check 01.2.ends walk_trusts_size -->   what that check says of that wrong answer
    <!-- answer 01.2 walk_trusts_size -->       that wrong answer, with the lines that are its fault
    <!-- task 01.1 -->                          the task, to be solved in the page
    <!-- lessons -->                            the table of all lessons
    <!-- milestones -->                         the table of the programs that run on a learner's pieces
    <!-- downloads -->                          the table of what can be taken along
    <!-- hours -->                              about how many hours they take
    <!-- system -->                             the drawing of the system, whose parts lead to lessons
    <!-- floors -->                             the floors of the library
    {07}                                        the number of a lesson, as a link
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from maif_course.errors import UnknownNameError
from maif_course.lesson import read_lessons
from maif_course.proving.matrix import Row, results, rows
from maif_course.sandbox import apart
from maif_course.site import downloads, finding, floors, quoting, slides, syllabus, system, teaching
from maif_course.site.live_tasks import with_live_tasks
from maif_course.site.notebook_page import fenced, notebook_page

FOLDERS = {"lessons": "notebooks", "exercises": "exercises", "solutions": "solutions"}
"""Folders of the site, and where their notebooks lie."""

IN_NAVIGATION = {"Learn": "lessons", "Practise": "exercises"}

_BEFORE = {
    "exercises": "[The lesson](../lessons/{name}.md) comes first, [the solutions](../solutions/{name}.md) last.\n\n"
    '<p class="practice-how" markdown="1">You can solve these tasks in this page, where a server gives it to you, as '
    "`make serve` does, and JavaScript may run. Elsewhere run `maif-course start`, and open "
    "`{name}/{number}_exercise.ipynb`.</p>",
    "solutions": "The solutions to [these exercises](../exercises/{name}.md), with the answers to the questions.",
}
_FRONT = {
    "lessons": "---\ntags: {keywords}\n---\n",
    "benchmarks": "---\ntags: [benchmarks, fast, how fast, speed, performance, measure, memory]\n---\n",
    "solutions": "---\nsearch:\n  exclude: true\n---\n",
}
_AFTER = {
    "lessons": "Now build it yourself: [the exercises of this lesson](../exercises/{name}.md).",
    "exercises": '<div data-practice-scratch="{number}"></div>\n\n<div data-practice-take="{number}"></div>',
}
_CONTENTS = re.compile(r'<nav class="md-nav" aria-label="[^"]*">')
_EMPTY_HEADER = re.compile(r"<th([^>]*)>\s*</th>")
_QUOTED_ANSWER = re.compile(r"<!-- answer ([\w.]+) (\w+) -->")
_QUOTED_TASK = re.compile(r"<!-- task ([\w.]+) -->")
_QUOTED_CHECK = re.compile(r"<!-- check ([\w.]+) (\w+) -->")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the lessons and exercises that there are into the navigation."""
    for section in config.nav or []:
        for title, pages in section.items():
            if folder := IN_NAVIGATION.get(title):
                pages.extend(f"{folder}/{path.stem}.md" for path in _notebooks(config, folder))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made from notebooks, with their pictures, and the benchmarks."""
    tasks = [task for lesson in read_lessons() for task in lesson.tasks]
    for folder in FOLDERS:
        for path in _notebooks(config, folder):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            page = notebook_page(with_live_tasks(notebook, tasks) if folder == "exercises" else notebook)
            text = _framed(page.markdown, folder, path.stem)
            files.append(File.generated(config, f"{folder}/{path.stem}.md", content=text))
            for name, picture in page.pictures.items():
                files.append(File.generated(config, f"{folder}/{name}", content=picture))
    for lesson in syllabus.course():
        notebook = json.loads((_root(config) / "notebooks" / f"{lesson.name}.ipynb").read_text(encoding="utf-8"))
        shown = slides.slides(notebook, lesson.name)
        files.append(File.generated(config, f"slides/{lesson.name}.html", content=shown))
        files.append(File.generated(config, f"downloads/{lesson.name}.zip", content=downloads.archive(lesson)))
    benchmarks = _root(config) / "benchmarks"
    text = _FRONT["benchmarks"] + (benchmarks / "README.md").read_text(encoding="utf-8")
    files.append(File.generated(config, "understand/benchmarks.md", content=text))
    for path in sorted(benchmarks.glob("*.svg")):
        files.append(File.generated(config, f"understand/{path.name}", abs_src_path=str(path)))
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Lead from a lesson to its exercises, and from these to the next lesson."""
    names = [path.stem for path in _notebooks(config, "lessons")]
    pages = [page for uri in syllabus.way(names) if (page := _page(files, uri))]
    for before, page in pairwise([pages[0].previous_page if pages else None, *pages]):
        if before and page:
            page.previous_page, before.next_page = before, page
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Run the checks that a page quotes, and put in what is drawn and listed from the course itself."""
    root = "../" * page.file.src_uri.count("/")
    drawn: dict[str, Callable[[], str]] = {
        "<!-- lessons -->": lambda: syllabus.table(root),
        "<!-- milestones -->": syllabus.milestones,
        "<!-- downloads -->": lambda: downloads.table(syllabus.course()),
        "<!-- hours -->": lambda: str(syllabus.hours()),
        "<!-- system -->": lambda: system.drawing(syllabus.links(root), syllabus.core_checks()),
        "<!-- floors -->": lambda: floors.drawing(_floors(config), syllabus.links(root)),
    }
    for mark, made in drawn.items():
        markdown = markdown.replace(mark, made()) if mark in markdown else markdown
    markdown = teaching.filled_in(markdown, root)
    markdown = markdown if page.file.src_uri.startswith(tuple(FOLDERS)) else syllabus.with_numbers(markdown, root)
    markdown = _QUOTED_CHECK.sub(lambda quoted: fenced(what_check_says(*quoted.groups()), "text"), markdown)
    markdown = _QUOTED_ANSWER.sub(lambda quoted: quoting.answer(*quoted.groups()), markdown)
    return _QUOTED_TASK.sub(lambda quoted: quoting.first_task(quoted[1]), markdown)


def on_page_content(content: str, **_: Any) -> str:
    """Leave no header of a table without a name."""
    return _EMPTY_HEADER.sub(r"<td\1></td>", content)


def on_post_page(output: str, **_: Any) -> str:
    """Name what the theme leaves without a name, and take the landmarks out of a page's contents."""
    return _CONTENTS.sub('<nav class="md-nav" role="none">', finding.with_named_dialog(output))


def on_post_build(config: MkDocsConfig) -> None:
    """Write what a page from a disk reads."""
    finding.write_for_disks(Path(config.site_dir))


def what_check_says(check: str, answer: str) -> str:
    """Return the text that a check shows for one of the answers that its task knows; "solution" is one of them."""
    for row in (row for lesson in read_lessons(numbers=[check[:2]]) for row in rows(lesson) if row.name == answer):
        if check in {known.id for known in row.task.checks}:
            return apart(partial(_told, row))[check]
    raise UnknownNameError(f"a page quotes what {check} says of {answer}: no task has both")


def _told(row: Row) -> dict[str, str]:
    return {result.check: result.text() for result in results(row, None)}


def _framed(markdown: str, folder: str, name: str) -> str:
    """Return a page with its place in the course said below its title and at its end."""
    title, _, text = markdown.partition("\n")
    before, after = (frame.get(folder, "").format(name=name, number=name[:2]) for frame in (_BEFORE, _AFTER))
    front = _FRONT.get(folder, "").format(keywords=json.dumps(syllabus.keywords(name).split(", ")))
    drawn = system.drawing_for(name[:2]) if folder == "exercises" else ""
    return "\n\n".join([f"{front}{title}", before, text.strip(), drawn, after])


def _page(files: Files, uri: str) -> Page | None:
    file = files.get_file_from_path(uri)
    return file.page if file else None


def _floors(config: MkDocsConfig) -> str:
    return (_root(config) / "reference_impl" / "maif" / "README.md").read_text(encoding="utf-8")


def _notebooks(config: MkDocsConfig, folder: str) -> list[Path]:
    return sorted((_root(config) / FOLDERS[folder]).glob("[0-9][0-9]_*.ipynb"))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
