"""What the README shows works as it stands there."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import ModuleType

import pytest

import maif.realtime

README = Path(__file__).parents[2] / "README.md"


def test_the_first_look_runs_and_prints_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, *_ = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    exec(compile(code, str(README), "exec"), {})
    assert capsys.readouterr().out.splitlines() == ["0 A text {'lang': 'en'}", "A text (2, 2)"]


def test_every_name_of_the_package_can_be_imported() -> None:
    assert [name for name in maif.__all__ if not getattr(maif, name)] == []


@pytest.mark.parametrize("package", [maif, maif.realtime], ids=lambda package: package.__name__)
def test_type_checkers_are_told_every_name_of_a_package_and_its_home(package: ModuleType) -> None:
    told = {
        alias.name: node.module
        for node in ast.walk(ast.parse(inspect.getsource(package)))
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for alias in node.names
        if alias.asname == alias.name
    }
    assert sorted(told) == package.__all__
    for name, home in told.items():
        assert getattr(import_module(home), name) is getattr(package, name)


@pytest.mark.parametrize("package", [maif, maif.realtime], ids=lambda package: package.__name__)
def test_a_name_that_a_package_lacks_is_an_error_that_names_both(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'Bogus'"):
        attrgetter("Bogus")(package)


def test_links_lead_to_files() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README.read_text())
    assert targets
    assert [target for target in targets if not (README.parent / target).exists()] == []
