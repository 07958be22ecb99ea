"""The code on the page about live streams runs as it stands there."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from maif.clock import run
from maif.realtime import create_client, create_stream_processor, get_or_create_artifact

PAGE = (Path(__file__).parents[3] / "site/understand/live.md").read_text(encoding="utf-8")


def code_below(heading: str) -> str:
    found = re.search(rf"^## {heading}\n.*?^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = str(tmp_path / "log.db")
    with sqlite3.connect(path) as database:
        database.execute("create table log (text text)")
        database.executemany("insert into log values (?)", [["one"], ["two"], ["three"]])
    return path


def test_a_source_of_ones_own_takes_few_lines_and_goes_on_where_it_was(table: str, tmp_path: Path) -> None:
    code = code_below("A source of your own")
    assert len(code.splitlines()) <= 30
    names: dict[str, Any] = {}
    exec(code, names)
    texts = []
    for wanted in (2, 1):
        processor = create_stream_processor("test", create_client(root=tmp_path / "kept"))
        processor.add_source(names["TableSource"](table))

        @processor.on_text_message
        async def keep(message: Any) -> None:
            texts.append(message.content)

        run(processor.run(count=wanted))
    assert texts == ["one", "two", "three"]


def test_what_its_artifacts_hold_is_not_handled_again(table: str, tmp_path: Path) -> None:
    names: dict[str, Any] = {}
    exec(code_below("A source of your own"), names)

    class Forgetful(names["TableSource"]):  # type: ignore[misc, name-defined, valid-type]
        async def commit(self, positions: Any) -> None:
            """Lose every commit."""

    for _ in range(2):
        client = create_client(root=tmp_path / "kept")
        processor = create_stream_processor("test", client)
        processor.add_source(Forgetful(table))

        @processor.on_text_message
        async def keep(message: Any) -> None:
            get_or_create_artifact("log").add_text(message.content)

        stats = run(processor.run(until_idle="5s"))
        client.close()
    assert (stats.received, stats.already_held) == (0, 3)


def test_the_page_s_test_passes(tmp_path: Path) -> None:
    names: dict[str, Any] = {
        "create_client": create_client,
        "create_stream_processor": create_stream_processor,
        "get_or_create_artifact": get_or_create_artifact,
    }
    exec(code_below("Tests without a broker"), names)
    names["test_texts_are_kept"](tmp_path)
