"""The house stands: a module imports only from floors below its own, or from a module named before it on its floor."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[2] / "reference_impl"
FLOORS = (
    "errors units clock",
    "arguments sources output file_access spill format integrity compression provenance "
    "batches chunks windows transforms stats flow buffers hot_buffer attention",
    "remote block block_storage verification streaming recovery core dataset",
    "parallel batch_processor pipeline semantic",
    "query realtime distributed",
    "tour cli serve compat",
)
MODULES = [module for floor in FLOORS for module in floor.split()]
PATHS = sorted(path for path in (LIBRARY / "maif").rglob("*.py") if path != LIBRARY / "maif/__init__.py")


def module_of(path):
    """The module, or package, right below `maif` to which a file belongs."""
    return path.relative_to(LIBRARY / "maif").parts[0].removesuffix(".py")


def imports_of(path):
    """The modules of `maif` that a file imports when it is imported: not those for type checkers, or in functions."""
    pending = list(ast.parse(path.read_text()).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending += node.orelse
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "maif")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "maif":
            yield from (f"maif.{alias.name}" for alias in node.names) if node.module == "maif" else [node.module]
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            pending += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_module_stands_on_what_is_below_it(path):
    module = module_of(path)
    assert module in MODULES, "every module has its place on a floor"
    used = {name.split(".")[1] for name in imports_of(path)} - {module, "__version__"}
    above = {name for name in used if MODULES.index(name) > MODULES.index(module)}
    assert not above


def third_parties_loaded(*modules, blocked=()):
    """Import modules in a process of its own; return which packages this loads that are not of Python itself."""
    program = f"""
import sys
sys.modules |= dict.fromkeys({blocked!r})
before = set(sys.modules)
import {", ".join(modules)}
print(*{{name.split(".")[0] for name in set(sys.modules) - before}} - sys.stdlib_module_names)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(LIBRARY)}, capture_output=True, text=True
    )
    assert done.stderr == ""
    return set(done.stdout.split()) - {"maif"}


def test_the_ground_and_the_parts_import_with_the_standard_library_alone():
    low = " ".join(FLOORS[:2]).split()
    there = sorted({f"maif.{module}" for module in map(module_of, PATHS) if module in low})
    assert third_parties_loaded(*there, blocked=("numpy", "zstandard", "cryptography")) == set()


def test_reading_a_file_loads_no_extra():
    assert third_parties_loaded("maif.streaming") <= {"numpy", "zstandard", "cryptography"}
