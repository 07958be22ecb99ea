"""What the README shows works as it stands there."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"


def test_the_first_look_runs_and_prints_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, *_ = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    exec(compile(code, str(README), "exec"), {})
    assert capsys.readouterr().out.splitlines() == ["0 A text {'lang': 'en'}", "A text (2, 2)"]


def test_every_name_of_the_package_can_be_imported() -> None:
    import maif

    assert [name for name in maif.__all__ if not getattr(maif, name)] == []


def test_links_lead_to_files() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README.read_text())
    assert targets
    assert [target for target in targets if not (README.parent / target).exists()] == []
