"""A plugin for pytest: run the contracts of named pieces alone, or all tests; say where each piece comes from.

python -m pytest -p maif_course.proving.contracts --piece maif.file.format.walk tests/library
"""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--piece NAME`."""
    parser.addoption(
        "--piece", action="append", default=[], help="run the contract of this piece only; may be repeated"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests marked with one of the pieces."""
    if wanted := set(config.getoption("--piece")):
        config.hook.pytest_deselected(items=[item for item in items if not wanted & set(_pieces(item))])
        items[:] = [item for item in items if wanted & set(_pieces(item))]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember which pieces were tested, and which failed."""
    pieces = {str(value) for name, value in report.user_properties if name == "piece"}
    _tested.update(pieces)
    if report.failed:
        _failed.update(pieces)


@pytest.fixture(autouse=True)
def _name_the_piece(request: pytest.FixtureRequest, record_property: pytest.FixtureRequest) -> None:
    for name in _pieces(request.node):
        record_property("piece", name)  # type: ignore[operator]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say of each piece that was asked for, or swapped in, where its code lies, and whether it keeps its contract."""
    swapped_in = sorted(name for name in _tested if "_learner" in Path(origin(name)).parts)
    for name in config.getoption("--piece") or swapped_in:
        verdict = "BROKEN" if name in _failed else "kept" if name in _tested else "untested"
        terminalreporter.write_line(f"contract {verdict:8}  {name}  {origin(name)}")


def origin(name: str) -> str:
    """Return the file in which a piece is defined."""
    module, _, attribute = name.rpartition(".")
    return inspect.getsourcefile(getattr(importlib.import_module(module), attribute)) or "?"


_tested: set[str] = set()
_failed: set[str] = set()


def _pieces(item: pytest.Item) -> list[str]:
    return [str(name) for mark in item.iter_markers("piece") for name in mark.args]
