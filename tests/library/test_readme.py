"""What the README shows works as it stands there."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import maif

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


def test_type_checkers_are_told_every_name_of_the_package_and_its_home() -> None:
    told = {
        alias.name: node.module
        for node in ast.walk(ast.parse(inspect.getsource(maif)))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("maif.")
        for alias in node.names
        if alias.asname == alias.name
    }
    assert sorted(told) == maif.__all__
    assert [
        name for name, home in told.items() if getattr(import_module(str(home)), name) is not getattr(maif, name)
    ] == []


def test_a_name_that_the_package_lacks_is_an_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="module 'maif' has no attribute 'Bogus'"):
        maif.Bogus  # type: ignore[attr-defined]  # noqa: B018


def test_links_lead_to_files() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README.read_text())
    assert targets
    assert [target for target in targets if not (README.parent / target).exists()] == []
