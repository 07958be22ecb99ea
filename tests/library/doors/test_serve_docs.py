"""The code on the page about answers runs as it stands there, and under the older names."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from maif import compat
from maif.semantic import SearchIndex
from maif.serve import create_app
from serving import serving

PAGE = (Path(__file__).parents[3] / "site/understand/answers.md").read_text(encoding="utf-8")


def code_below(heading: str) -> list[str]:
    """Return the programs below a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^```python\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert found
    return [str(code) for code in found]


@pytest.fixture
def names() -> dict[str, Any]:
    index = SearchIndex()
    index.add("heapq.merge", "Merge several sorted inputs into one sorted stream.")
    index.add("shutil.rmtree", "Delete a folder, and everything in it.")
    return {"index": index}


def run_code(code: str, names: dict[str, Any], url: str = "") -> None:
    exec(code.replace("http://127.0.0.1:8000", url), names)


@pytest.mark.parametrize("older", [False, True])
def test_programs_answer_queries(older: bool, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    compat.install()
    try:
        for code in code_below("In a program"):
            new = "from maif.query import"
            module = "Module7_NiruHybrid.streaming.stream_processor" if older else "maif.query"
            run_code(code.replace(new, f"from {module} import"), names)
    finally:
        compat.uninstall()
    first, *others = capsys.readouterr().out.splitlines()
    assert first == "q1 heapq.merge"
    assert sorted(others) == ["q1 heapq.merge", "q2 shutil.rmtree"]


def test_clients_read_hits(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    with serving(names["index"]) as server:
        for code in code_below("Over HTTP"):
            run_code(code, names, server.url)
    lines = capsys.readouterr().out.splitlines()
    of_requests = [line for line in lines if line.startswith("{")]
    of_ours = lines[: -len(of_requests)]
    assert of_ours[0] == "heapq.merge Merge several sorted inputs into one sorted stream."
    assert "'sequence_number': 1" in of_requests[0]
    assert "'hits': " in of_requests[-1]


def test_curl_shows_events(names: dict[str, Any]) -> None:
    found = re.search(r"^\$ (curl .*)$", PAGE, re.MULTILINE)
    assert found
    with serving(names["index"]) as server:
        command = found[1].replace("http://127.0.0.1:8000", server.url)
        done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=30)
    assert done.stdout.count("event: hit\n") >= 1
    assert done.stdout.endswith("}\n\n")


def test_the_application_can_be_run_by_others(names: dict[str, Any]) -> None:
    (code,) = code_below("In a server of your own")
    run_code(code, names)
    assert type(names["app"]) is type(create_app(None))
