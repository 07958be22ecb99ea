"""Swapping in: a copy of `maif` in which the learner's pieces stand in the place of the library's own.

Each lesson's notebook becomes a module `maif/_learner/lesson_NN.py`, of the imports, definitions and constants on which
its pieces stand. In the copied library a piece's definition is replaced by an import of it, so that default arguments,
subclasses, tables and pickles follow. The contract of a piece is the tests marked `piece(name)`.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import maif
from maif_course.building.notebooks import solution_notebook
from maif_course.code import names_defined
from maif_course.errors import WorkspaceError
from maif_course.learner.notebook import lasting
from maif_course.learner.reading import LearnerCell
from maif_course.lesson import Lesson, lessons_folder, read_lessons

LIBRARY = Path(inspect.getfile(maif)).parent
PYTEST = [  # the same wherever the tests lie
    *["-p", "maif_course.proving.contracts", "-p", "no:cacheprovider", "-q", "--import-mode=importlib"],
    *["-p", "no:nbval"],  # where it is installed, it takes two seconds to load
    *("-c", os.devnull, "--override-ini"),
    "markers=piece(name): the test is part of the contract of the named piece of the library",
]
LEARNER = "_learner"  # the package in the assembled library that holds the learner's modules


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece to swap in: its name in the library, and the notebook that it comes from."""

    name: str
    lesson: Lesson
    notebook: Path


def assemble(folder: Path, pieces: Iterable[Piece], cells: Mapping[Path, list[LearnerCell]]) -> None:
    """Make `folder/maif`, a copy of the library that runs on these pieces.

    `cells` holds the code of their notebooks. Raises `WorkspaceError` for a piece that its notebook does not define
    itself: one that is imported, most of all from `maif`.
    """
    target = folder / "maif"
    if target.exists():
        if not (target / LEARNER).is_dir():
            raise WorkspaceError(f"{target} is there, and was not made by assembling: choose another folder")
        shutil.rmtree(target)
    shutil.copytree(LIBRARY, target, ignore=shutil.ignore_patterns("__pycache__"))
    (target / LEARNER).mkdir()
    (target / LEARNER / "__init__.py").write_text('"""Pieces that a learner wrote."""\n', encoding="utf-8")
    pieces = list(pieces)
    written: dict[str, Mapping[str, ast.stmt]] = {}
    for piece in pieces:
        module = f"lesson_{piece.lesson.number}"
        if module not in written:
            own = {other.name.rpartition(".")[2] for other in pieces if other.notebook == piece.notebook}
            tree = needed(learner_module(piece.lesson, cells[piece.notebook]), own)
            text = f'"""From {piece.notebook.name}."""\n\n{ast.unparse(tree)}\n'
            (target / LEARNER / f"{module}.py").write_text(text, encoding="utf-8")
            written[module] = names_defined(tree)
        attribute = piece.name.rpartition(".")[2]
        if attribute not in written[module]:
            raise WorkspaceError(
                f"{piece.notebook.name} does not define {attribute} itself, so it cannot be swapped in"
            )
        _replace(target, piece.name, f"from maif.{LEARNER}.{module} import {attribute}")


def solutions(lessons: Iterable[Lesson]) -> tuple[list[Piece], dict[Path, list[LearnerCell]]]:
    """Return the pieces of these lessons as their solutions make them, and the cells of the solved notebooks."""
    pieces: list[Piece] = []
    cells: dict[Path, list[LearnerCell]] = {}
    for lesson in lessons:
        notebook = Path(f"{lesson.name}_solution.ipynb")
        pieces += [Piece(name, lesson, notebook) for task in lesson.tasks for name in task.piece.builds]
        solved = solution_notebook(lesson)["cells"]
        cells[notebook] = [LearnerCell(cell["id"], cell["source"]) for cell in solved if cell["cell_type"] == "code"]
    return pieces, cells


def learner_module(lesson: Lesson, cells: list[LearnerCell]) -> ast.Module:
    """Return the module that a notebook's cells make, without what they do for the moment."""
    future: list[ast.stmt] = []
    body: list[ast.stmt] = []
    for statement in lasting(lesson, cells):
        (future if _is_future(statement) else body).append(statement)
    return ast.Module([*future, *body], [])


def needed(tree: ast.Module, names: Iterable[str]) -> ast.Module:
    """Return the statements of a module on which these names stand, directly or through others.

    A scratch cell may read a file, or import from the module that a piece is part of: the library must do neither.

    >>> tree = ast.parse("import math, os\\nscratch = os.getcwd()\\nTAU = 2 * math.pi\\ndef turn(): return TAU")
    >>> print(ast.unparse(needed(tree, ["turn"])))
    import math, os
    TAU = 2 * math.pi
    <BLANKLINE>
    def turn():
        return TAU
    """
    wanted, kept = set(names), {statement for statement in tree.body if _is_future(statement)}
    while found := {statement for statement in tree.body if statement not in kept and _binds(statement) & wanted}:
        kept |= found
        wanted |= {node.id for statement in found for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return ast.Module([statement for statement in tree.body if statement in kept], tree.type_ignores)


def _binds(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    return set(names_defined(ast.Module([statement], [])))


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def run_contracts(folder: Path, names: Iterable[str], tests: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of these pieces on an assembled library, and return how that went.

    Of each piece, what it prints says whether its contract is kept, and from which file it comes.
    """
    names = list(names)
    marked = [str(path) for path in sorted(tests.rglob("test_*.py")) if any(name in path.read_text() for name in names)]
    if not marked:
        raise WorkspaceError(f"no test in {tests} is marked with any of the pieces {', '.join(names)}")
    if missing := [name for name in ("pytest", "hypothesis") if importlib.util.find_spec(name) is None]:
        raise WorkspaceError(f'the contracts need {" and ".join(missing)}: pip install "maif-streaming[course]"')
    command = [sys.executable, "-m", "pytest", *PYTEST, f"--rootdir={tests}", "--override-ini", f"pythonpath={tests}"]
    chosen = [f"--piece={name}" for name in names]
    paths = [str(folder.resolve()), str(LIBRARY.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    return subprocess.run(
        [*command, *chosen, *marked],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def contracts_folder() -> Path:
    """Return the folder with the library's tests: inside the installed package, or in the repository around it."""
    inside = Path(__file__).parents[1] / "contracts" / "library"
    return inside if inside.is_dir() else lessons_folder().parent / "tests" / "library"


def _replace(target: Path, name: str, line: str) -> None:
    """Put a line in the place of a top-level definition, decorators included."""
    module, _, attribute = name.rpartition(".")
    defined_in = getattr(importlib.import_module(module), attribute).__module__
    source = importlib.import_module(defined_in).__file__
    assert source is not None
    path = target / Path(source).relative_to(LIBRARY)
    text = path.read_text(encoding="utf-8")
    definition = names_defined(ast.parse(text))[attribute]
    first = min([definition.lineno, *(node.lineno for node in getattr(definition, "decorator_list", []))])
    lines = text.splitlines()
    lines[first - 1 : definition.end_lineno] = [line]
    if isinstance(definition, ast.ClassDef) and any("Generic[" in ast.unparse(base) for base in definition.bases):
        lines.insert(first, f"{attribute}.__class_getitem__ = classmethod(lambda cls, _: cls)  # as the library's own")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Assemble the library on the solutions of all lessons, in the folder that the command line names."""
    assemble(Path(sys.argv[1]), *solutions(read_lessons()))


if __name__ == "__main__":
    main()
