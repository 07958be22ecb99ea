"""Which notebooks are out of date: told by a hash in their metadata of all that their outputs depend on.

That is their cells, the checks, the modules of the library and the data that they use, and the pinned versions of the
packages that they import.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from maif_course.building.notebooks import Notebook, exercise_notebook, lesson_notebook, solution_notebook, text_of
from maif_course.checks import result as _engine
from maif_course.lesson import Lesson
from maif_course.lesson.rules import imports

KINDS = {"notebooks": lesson_notebook, "exercises": exercise_notebook, "solutions": solution_notebook}
ALWAYS_PINNED = ("ipykernel", "ipython")


def stale(lessons: Iterable[Lesson], root: Path) -> Iterator[Path]:
    """Yield the notebooks that `build` would write."""
    for lesson in lessons:
        for kind in KINDS:
            path = root / kind / f"{lesson.name}.ipynb"
            if not is_current(path, fresh(lesson, kind)):
                yield path


def is_current(path: Path, made: Notebook) -> bool:
    """Say whether a notebook's file has the cells and the hash of one made now; outputs may be what they are."""
    if not path.exists():
        return False
    saved = json.loads(path.read_text(encoding="utf-8"))
    for cell in saved["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return text_of(saved) == text_of(made)


def fresh(lesson: Lesson, kind: str) -> Notebook:
    """Return a lesson's notebook of a kind as its sources make it now, without outputs, with its hash."""
    notebook = KINDS[kind](lesson)
    notebook["metadata"]["maif_course"]["hash"] = _hash(notebook, lesson, kind)
    return notebook


def _hash(notebook: Notebook, lesson: Lesson, kind: str) -> str:
    """Return a hash of all that the outputs depend on; of an exercise, which has none, of its cells."""
    digest = hashlib.sha256(text_of(notebook).encode())
    if kind != "exercises":
        cells = lesson.text if kind == "notebooks" else lesson.exercise
        modules = {name.split(".")[0] for cell in cells for name, _ in imports(cell, lesson.folder)}
        for path in sorted(_files_behind(notebook, lesson, kind), key=lambda path: path.parts[-2:]):
            digest.update(path.name.encode() + path.read_bytes())
        digest.update("\n".join(_pins(modules, lesson.folder.parents[1] / "constraints.txt")).encode())
    return digest.hexdigest()[:16]


def _files_behind(notebook: Notebook, lesson: Lesson, kind: str) -> Iterator[Path]:
    text = text_of(notebook)
    data = lesson.folder.parent / "data"
    yield from (data / name for name in re.findall(r"data/([\w.]+)", text) if (data / name).is_file())
    if kind == "solutions":
        yield from lesson.folder.glob("checks.py")
        yield from Path(_engine.__file__).parent.glob("*.py")
    names = set(re.findall(r"(?:from|import) (maif\.\w+)", text)) | {
        ".".join(name.split(".")[:2]) for task in lesson.tasks for name in task.piece.builds if kind == "solutions"
    }
    for name in names:
        spec = find_spec(name)
        assert spec is not None, name
        assert spec.origin is not None, name
        origin = Path(spec.origin)
        yield from origin.parent.glob("*.py") if origin.name == "__init__.py" else [origin]


def _pins(modules: set[str], constraints: Path) -> list[str]:
    lines = constraints.read_text(encoding="utf-8").splitlines() if constraints.exists() else []
    return sorted(line for line in lines if line.split("==")[0].lower() in {*modules, *ALWAYS_PINNED})
