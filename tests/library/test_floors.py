"""The house stands: imports go down the floors that the library's README lists, and one way inside a package."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "reference_impl"
README = (ROOT / "maif/README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the README, without its first two lines."""
    section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    assert rows, f"the README has no table below {heading!r}"
    return rows[2:]


def names_in(cell: str) -> list[str]:
    return re.findall(r"`([\w./]+)`", cell)


FLOORS = {
    package: [names_in(row[1]) for row in reversed(table(heading))]
    for package, heading in {"maif": "The floors of `maif`", "maif_course": "The rooms of `maif_course`"}.items()
}
ORDERS = {names_in(row[0])[0]: names_in(row[1]) for row in table("Inside a package")}
PATHS = {package: sorted((ROOT / package).rglob("*.py")) for package in FLOORS}


def imported_by(path: Path) -> set[str]:
    """Return the dotted names that a file imports from its own top package, wherever in it the imports stand."""
    package = path.relative_to(ROOT).parts[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in modules if is_module(name)} or {node.module}
    return {name for name in found if name.split(".")[0] == package and name != package}


def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def rooms_of(names: Iterable[str]) -> set[str]:
    return {name.split(".")[1] for name in names}


def every_file() -> Iterator[tuple[str, Path]]:
    """Yield the files of both packages, each with its package, but for the faces that only re-export names."""
    for package, paths in PATHS.items():
        yield from ((package, path) for path in paths if path != ROOT / package / "__init__.py")


@pytest.mark.parametrize(("package", "path"), [*every_file()], ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_a_module_stands_on_what_is_below_it(package: str, path: Path) -> None:
    listed = [room for floor in FLOORS[package] for room in floor]
    room = path.relative_to(ROOT / package).parts[0].removesuffix(".py")
    assert room in listed, "every room has its place on a floor"
    used = rooms_of(imported_by(path)) - {room}
    assert not {other for other in used if listed.index(other) > listed.index(room)}


@pytest.mark.parametrize("package", FLOORS)
def test_every_room_that_is_listed_is_there(package: str) -> None:
    assert [room for floor in FLOORS[package] for room in floor if not is_module(f"{package}.{room}")] == []


INSIDES = sorted({path.parent for _, path in every_file()} - {ROOT / package for package in FLOORS})


def neighbours(folder: Path) -> dict[str, set[str]]:
    """Return the modules of a package, each with those of the package that it imports."""
    prefix = ".".join(folder.relative_to(ROOT).parts) + "."
    graph: dict[str, set[str]] = {}
    for path in folder.rglob("*.py"):
        name = path.relative_to(folder).parts[0].removesuffix(".py")
        if name not in ("__init__", "__main__"):
            used = {other.removeprefix(prefix).split(".")[0] for other in imported_by(path) if other.startswith(prefix)}
            graph.setdefault(name, set()).update(used - {name})
    return graph


@pytest.mark.parametrize("folder", INSIDES, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_inside_a_package_imports_go_one_way(folder: Path) -> None:
    try:
        TopologicalSorter(neighbours(folder)).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("package", ORDERS)
def test_a_package_is_read_in_the_order_that_is_listed(package: str) -> None:
    order, graph = ORDERS[package], neighbours(ROOT / "maif" / package)
    assert sorted(order) == sorted(graph)
    above = [(name, other) for name in order for other in graph[name] if order.index(other) > order.index(name)]
    assert not above


@pytest.mark.parametrize("row", table("In which order to read"), ids=lambda row: row[0].strip())
def test_what_a_newcomer_looks_for_is_where_the_readme_says(row: list[str]) -> None:
    (place,) = names_in(row[1])
    paths = [ROOT / top / f"{place}.py" for top in ("maif", "")]
    source = next(path for path in paths if path.is_file()).read_text(encoding="utf-8")
    assert names_in(row[2])
    assert {*names_in(row[2])} <= {*re.findall(r"(?:def|class) (\w+)", source)}


def third_parties_loaded(*modules: str, blocked: tuple[str, ...] = ()) -> set[str]:
    """Import modules in a process of its own; return which packages this loads that are not of Python itself."""
    program = f"""
import sys
sys.modules |= dict.fromkeys({blocked!r})
before = set(sys.modules)
import {", ".join(modules)}
print(*{{name.split(".")[0] for name in set(sys.modules) - before}} - sys.stdlib_module_names)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stderr == ""
    return set(done.stdout.split()) - {"maif"}


def test_the_ground_and_the_parts_import_with_the_standard_library_alone() -> None:
    low = [f"maif.{room}" for floor in FLOORS["maif"][:2] for room in floor]
    assert third_parties_loaded(*low, blocked=("numpy", "zstandard", "cryptography")) == set()


def test_reading_a_file_loads_no_extra() -> None:
    assert third_parties_loaded("maif.streaming") <= {"numpy", "zstandard", "cryptography"}


def test_opening_a_file_on_a_disk_loads_nothing_for_those_far_away() -> None:
    program = "import sys, maif.streaming; print({'asyncio', 'fsspec', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "set()\n"
