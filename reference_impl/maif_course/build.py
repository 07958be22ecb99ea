"""Building the notebooks: `python -m maif_course.build`.

    lessons/NN_*/lesson.md    ->  notebooks/NN_*.ipynb   executed
    lessons/NN_*/exercise.md  ->  exercises/NN_*.ipynb   as a learner finds it, not executed
                                  solutions/NN_*.ipynb   solved, executed

A notebook is executed anew only when the hash in its metadata says that something it depends on has changed: its
cells, the checks, the modules of the library and the data that it uses, the pinned versions of packages it imports.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from maif_course.checks import result as _engine
from maif_course.errors import CourseError, LessonError
from maif_course.lesson import Lesson, lessons_folder, problems, read_lessons
from maif_course.lesson.prose import repeated_sentences
from maif_course.lesson.rules import imports
from maif_course.notebook import Notebook, exercise_notebook, lesson_notebook, solution_notebook, text_of

KINDS = {"notebooks": lesson_notebook, "exercises": exercise_notebook, "solutions": solution_notebook}
SECONDS_A_CELL = 60
MOST_PLOTS, MOST_BYTES = 4, 300 * 1024
ALWAYS_PINNED = ("ipykernel", "ipython")


def main(arguments: list[str] | None = None) -> int:
    """Build what is out of date; return 0, or 1 when a lesson breaks a rule or, with `--check`, a notebook is stale."""
    parser = argparse.ArgumentParser(prog="python -m maif_course.build", description="Build the course's notebooks.")
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
            print(*(f"{path}: out of date, run python -m maif_course.build" for path in out_of_date), sep="\n")
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
            path, fresh = root / kind / f"{lesson.name}.ipynb", _fresh(lesson, kind)
            if is_current(path, fresh):
                continue
            path.parent.mkdir(exist_ok=True)
            _link_data(path.parent, lesson.folder.parent / "data")
            if kind != "exercises":
                _execute(fresh, lesson, path.parent)
            path.write_text(text_of(fresh), encoding="utf-8")
            yield path


def stale(lessons: Iterable[Lesson], root: Path) -> Iterator[Path]:
    """Yield the notebooks that `build` would write."""
    for lesson in lessons:
        for kind in KINDS:
            path = root / kind / f"{lesson.name}.ipynb"
            if not is_current(path, _fresh(lesson, kind)):
                yield path


def is_current(path: Path, fresh: Notebook) -> bool:
    """Say whether a notebook's file has the cells and the hash of a fresh one; outputs may be what they are."""
    if not path.exists():
        return False
    saved = json.loads(path.read_text(encoding="utf-8"))
    for cell in saved["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return text_of(saved) == text_of(fresh)


def _fresh(lesson: Lesson, kind: str) -> Notebook:
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


def _link_data(folder: Path, data: Path) -> None:
    """Make `data/` beside a notebook, where its cells look for it."""
    link = folder / "data"
    if data.is_dir() and not link.exists():
        link.symlink_to(os.path.relpath(data, folder))


def _execute(notebook: Notebook, lesson: Lesson, folder: Path) -> None:
    """Run a notebook's cells, and put in what came out."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    run = nbformat.from_dict(copy.deepcopy(notebook))  # type: ignore[no-untyped-call]
    client = NotebookClient(
        run,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # where the kernel parted what was printed is chance
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        failed = next((c for c in run.cells if any(o.output_type == "error" for o in c.get("outputs", ()))), None)
        path, line = _place(lesson, failed.id if failed else "")
        raise LessonError(f"a cell fails: {error}", path, line) from None
    for cell, done in zip(notebook["cells"], run.cells, strict=True):
        if cell["cell_type"] == "code":
            cell["execution_count"] = done.execution_count
            cell["outputs"] = [_plain_output(output) for output in done.outputs]
    _check_outputs(notebook, lesson)


def _plain_output(output: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(output))
    plain.pop("transient", None)
    return plain


def _check_outputs(notebook: Notebook, lesson: Lesson) -> None:
    plots = 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "stream" and output["name"] == "stderr":
                raise LessonError(f"a cell writes to stderr: {output['text']}", *_place(lesson, cell["id"]))
            if any(kind.startswith("image/") for kind in output.get("data", ())):
                plots += 1
                if "alt" not in cell["metadata"]:
                    raise LessonError("a plot needs :alt:, a sentence of what it shows", *_place(lesson, cell["id"]))
    if plots > MOST_PLOTS:
        raise LessonError(f"there are {plots} plots; at most {MOST_PLOTS} are allowed", lesson.folder / "lesson.md")
    if (size := len(text_of(notebook).encode())) > MOST_BYTES:
        raise LessonError(
            f"the notebook has {size:,} bytes; at most {MOST_BYTES:,} are allowed", lesson.folder / "lesson.md"
        )


def _place(lesson: Lesson, cell_id: str) -> tuple[Path, int]:
    """Return file and line of the source of a notebook's cell."""
    for name, cells in (("lesson.md", lesson.text), ("exercise.md", lesson.exercise)):
        for cell in cells:
            if cell.id and cell.id == cell_id:
                return lesson.folder / name, cell.line
    for check in lesson.checks.values():
        if check.cell_id == cell_id:
            return Path(check.path), check.line
    return lesson.folder / "lesson.md", 1


if __name__ == "__main__":
    sys.exit(main())
