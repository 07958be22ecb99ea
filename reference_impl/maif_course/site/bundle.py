"""What makes the exercises run in the page: scripts, Python for the browser, the course as an archive, and the lessons.

All of it lies in one folder, named by a hash of what is in it: a browser may keep it for ever.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from maif_course.building.notebooks import exercise_notebook, text_of
from maif_course.learner.exchange import FORMAT, course_version
from maif_course.lesson import Lesson, Task, read_lessons
from maif_course.site.node import packages, run

SCRIPTS = ("page.js", "python.js", "worker.js")
PYODIDE = ("pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
OURS = (
    "maif_course/__init__.py",
    "maif_course/code.py",
    "maif_course/errors.py",
    "maif_course/checks",
    "maif_course/practice",
)
"""Of the course's own code, what runs in the page."""

LEFT_OUT = ("maif/cli", "maif/compat", "maif/serve", "maif/tour")
"""Doors of the library, which no task goes through."""

_DATA = re.compile(r"data/([\w.-]+\w)")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # archives of the same files are the same


def make(root: Path, folder: Path) -> str:
    """Fill a folder with all that the pages load; return a hash of it."""
    modules = packages(root)
    scripts = [str(root / "site/practice" / name) for name in SCRIPTS]
    options = ["--bundle", "--splitting", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none"]
    outside = ["--external:node:*", "--external:ws"]
    esbuild = str(modules / ".bin/esbuild")
    run([esbuild, *scripts, *options, *outside, f"--outdir={folder}"], root, NODE_PATH=str(modules))
    (folder / "pyodide").mkdir()
    for name in PYODIDE:
        shutil.copyfile(modules / "pyodide" / name, folder / "pyodide" / name)
    lessons = read_lessons(root / "lessons")
    (folder / "course.zip").write_bytes(archive(root, lessons))
    (folder / "course.json").write_text(_json(course(lessons)), encoding="utf-8")
    (folder / "lessons").mkdir()
    for lesson in lessons:
        (folder / "lessons" / f"{lesson.number}.json").write_text(_json(as_data(lesson)), encoding="utf-8")
        (folder / "lessons" / f"{lesson.number}.ipynb").write_text(text_of(exercise_notebook(lesson)), encoding="utf-8")
    return _hash(folder)


def archive(root: Path, lessons: Sequence[Lesson]) -> bytes:
    """Return the library, the part of the course that runs in the page, the checks and their data, as one archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in sorted(_packed(root, lessons)):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def course(lessons: Iterable[Lesson]) -> dict[str, Any]:
    """Return what a page that lists the lessons needs."""
    listed = [
        {
            "number": lesson.number,
            "name": lesson.name,
            "title": lesson.title,
            "tasks": [
                {
                    "id": task.id,
                    "cell": task.piece.id,
                    "checks": [{"id": c.id, "points": c.points} for c in task.checks],
                }
                for task in lesson.tasks
            ],
        }
        for lesson in lessons
    ]
    return {"format": FORMAT, "version": course_version(), "lessons": listed}


def as_data(lesson: Lesson) -> dict[str, Any]:
    """Return a lesson's exercise as its page needs it."""
    stubs = {task.piece.id: task.stub for task in lesson.tasks}
    cells = [
        {"id": cell.id, "source": stubs.get(cell.id, cell.source), "given": cell.id not in stubs}
        for cell in lesson.exercise
        if cell.kind == "code" and (cell.id in stubs or "given" in cell.tags)
    ]
    return {"number": lesson.number, "name": lesson.name, "cells": cells, "tasks": [*map(_task, lesson.tasks)]}


def _task(task: Task) -> dict[str, Any]:
    checks = [
        {"id": check.id, "title": check.title, "points": check.points, "hints": check.hints} for check in task.checks
    ]
    solution = "\n".join(line for line in task.solution.splitlines() if not line.strip().startswith("### "))
    return {
        "id": task.id,
        "title": task.title,
        "cell": task.piece.id,
        "needs": task.needs,
        "solution": solution,
        "checks": checks,
    }


def _packed(root: Path, lessons: Sequence[Lesson]) -> Iterator[tuple[str, Path]]:
    sources = root / "reference_impl"
    for place in ("maif", *OURS):
        path = sources / place
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            if not (name := file.relative_to(sources).as_posix()).startswith(LEFT_OUT):
                yield name, file
    named: set[str] = set()
    for lesson in lessons:
        yield f"maif_course/lessons/{lesson.name}/checks.py", lesson.folder / "checks.py"
        named.update(name for cell in lesson.exercise for name in _DATA.findall(cell.source))
    for name in named:
        if not name.endswith((".npy", ".npz")):  # for numpy, which is not there
            yield f"notebook/data/{name}", root / "lessons/data" / name


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hash(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
