"""Run only the tests that know something of what changed: `python -m pytest -p tests.changed`, as `make quick` does.

What changed is what is not committed, or else the last commit. A test knows the modules that its file imports, or whose
doctest it is; of lessons, the tests of all are run, and of those that have a case for each, the cases of what changed.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "reference_impl"
OF_LESSONS = {ROOT / "tests" / "course" / name for name in ("test_build.py", "test_lessons.py", "test_matrix.py")}
_LESSON = re.compile(r"lessons/(\d\d)_")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    if collection_path.suffix != ".py" or collection_path.name == "conftest.py":
        return None
    return None if knows_what_changed(collection_path) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the cases of lessons that did not change."""
    numbers = {found[1] for path in changed() if (found := _LESSON.match(str(path.relative_to(ROOT))))}
    known = [item for item in items if not (case := _case(item)) or case in numbers or item.path in changed()]
    left_out = [item for item in items if item not in known]
    config.hook.pytest_deselected(items=left_out)
    items[:] = known


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


def _case(item: pytest.Item) -> str:
    """Return the number of the lesson that a test's case is of; nothing for a test that has no such cases."""
    found = re.search(r"\[(?:.*lessons/)?(\d\d)[._]", item.name) if item.path in OF_LESSONS else None
    return found[1] if found else ""


@cache
def changed() -> frozenset[Path]:
    """Return which files of the repository are not as they were committed, or else those of the last commit."""
    names = _git("ls-files", "--modified", "--others", "--exclude-standard") + _git("diff", "--cached", "--name-only")
    return frozenset(ROOT / name for name in names or _git("show", "--format=", "--name-only", "HEAD"))


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", "-C", ROOT, *arguments, "-z"], capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def knows_what_changed(path: Path) -> bool:
    """Say whether a test file, or a module with doctests, changed, or imports something of what did."""
    if path in changed():
        return True
    if path.is_relative_to(SOURCES):
        return False
    if path in OF_LESSONS and any(_LESSON.match(str(file.relative_to(ROOT))) for file in changed()):
        return True
    modules = [_module(file, SOURCES) for file in changed() if file.suffix == ".py" and file.is_relative_to(SOURCES)]
    modules += [file.stem for file in changed() if file.is_relative_to(ROOT / "tests")]  # what tests share
    return any(_is_of(module, name) for name in _imported(path) for module in modules)


def _is_of(module: str, name: str) -> bool:
    """Say whether a name that is imported is of this module, or of a package, below the top, that holds it."""
    return f"{name}.".startswith(f"{module}.") or ("." in name and module.startswith(f"{name}."))


def _module(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> Iterator[str]:
    """Yield what a file imports, with dots: `maif.clock` and `maif.clock.Clock` for `from maif.clock import Clock`."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{name.name}" for name in node.names))
