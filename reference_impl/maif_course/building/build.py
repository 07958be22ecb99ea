"""Building the notebooks: `python -m maif_course.building`.

    lessons/NN_*/lesson.md    ->  notebooks/NN_*.ipynb   executed
    lessons/NN_*/exercise.md  ->  exercises/NN_*.ipynb   as a learner finds it, not executed
                                  solutions/NN_*.ipynb   solved, executed

A notebook is executed anew only when the hash in its metadata says that something it depends on has changed: its
cells, the checks, the modules of the library and the data that it uses, the pinned versions of packages it imports.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from maif_course.building.execution import execute
from maif_course.building.notebooks import text_of
from maif_course.building.staleness import KINDS, fresh, is_current, stale
from maif_course.errors import CourseError
from maif_course.lesson import Lesson, lessons_folder, problems, read_lessons
from maif_course.lesson.prose import repeated_sentences


def main(arguments: list[str] | None = None) -> int:
    """Build what is out of date; return 0, or 1 when a lesson breaks a rule or, with `--check`, a notebook is stale."""
    parser = argparse.ArgumentParser(prog="python -m maif_course.building", description="Build the course's notebooks.")
    parser.add_argument("lessons", nargs="*", metavar="NN", help="numbers of lessons; all, if none is given")
    parser.add_argument("--source", type=Path, default=lessons_folder(), help="the folder with the lessons")
    parser.add_argument("--root", type=Path, help="the folder to build in; by default the one around the lessons")
    parser.add_argument("--check", action="store_true", help="build nothing, name the notebooks that are out of date")
    options = parser.parse_args(arguments)
    root = options.root or options.source.resolve().parent
    try:
        chosen = read_lessons(options.source, options.lessons)
        found = [problem for lesson in chosen for problem in problems(lesson)] + list(repeated_sentences(chosen))
        if found:
            print(*found, sep="\n", file=sys.stderr)
            return 1
        if options.check:
            out_of_date = list(stale(chosen, root))
            print(*(f"{path}: out of date, run python -m maif_course.building" for path in out_of_date), sep="\n")
            return int(bool(out_of_date))
        for path in build(chosen, root):
            print(f"built {path.relative_to(root)}")
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(lessons: Iterable[Lesson], root: Path) -> Iterator[Path]:
    """Write every notebook that is out of date, and yield its path. Raises `LessonError` where a cell fails."""
    for lesson in lessons:
        for kind in KINDS:
            path, notebook = root / kind / f"{lesson.name}.ipynb", fresh(lesson, kind)
            if is_current(path, notebook):
                continue
            path.parent.mkdir(exist_ok=True)
            _link_data(path.parent, lesson.folder.parent / "data")
            if kind != "exercises":
                execute(notebook, lesson, path.parent)
            path.write_text(text_of(notebook), encoding="utf-8")
            yield path


def _link_data(folder: Path, data: Path) -> None:
    """Make `data/` beside a notebook, where its cells look for it."""
    link = folder / "data"
    if data.is_dir() and not link.exists():
        link.symlink_to(os.path.relpath(data, folder))
