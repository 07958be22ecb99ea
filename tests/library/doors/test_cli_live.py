"""`maif live`, as a user meets it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from maif.cli import app
from maif.realtime import create_client

MAIF = [sys.executable, "-m", "maif.cli"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/app.jsonl").write_text(
        '{"text": "one"}\n{"text": "two", "source_id": "other"}\n{"timestamp": 1x}\n'
    )
    return tmp_path


def live(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["live", *arguments])
    assert result.exit_code == code, result.output
    return result


def stored(source_id: str, root: str = "maif-data") -> list[str]:
    with create_client(root=root) as client:
        return [block.text for block in client.artifact(source_id).read_blocks()]


def test_files_become_artifacts_and_what_cannot_be_read_a_dead_letter(folder: Path) -> None:
    result = live("--file", "logs/*.jsonl", "--count", "3")
    assert result.stderr == "maif: 2 messages kept, 1 in the dead letters\n"
    assert (stored("app"), stored("other")) == (["one"], ["two"])
    assert (folder / "maif-data/live.dead.maif").exists()


def test_a_second_run_reads_on_where_the_first_one_ended(folder: Path) -> None:
    live("--file", "logs", "--count", "3")
    with open("logs/app.jsonl", "a") as log:
        log.write('{"text": "three"}\n')
    live("--file", "logs", "--count", "1")
    assert stored("app") == ["one", "three"]


def test_figures_come_as_lines_of_json() -> None:
    lines = live("--file", "logs", "--count", "3", "--json").stdout.splitlines()
    final = json.loads(lines[-1])
    assert (final["finished"], final["dead_letters"], final["oldest_unfinished"]) == (3, 1, 0.0)


def test_options_may_stand_in_a_file(folder: Path) -> None:
    (folder / "live.toml").write_text(
        'file = "logs/*.jsonl"\nstore = "kept"\ncount = 3\n[stream]\nparallelism = 1\non_error = "skip"\n'
    )
    result = live("--config", "live.toml", "--name", "mine")
    assert "dead letters" not in result.stderr
    assert stored("app", "kept") == ["one"]


@pytest.mark.parametrize(
    ("arguments", "toml", "says"),
    [
        ([], "", "no source"),
        (["--kafka", "topic"], "", "HOST:PORT/TOPIC"),
        (["--until-idle", "soon", "--file", "logs"], "", "'soon'"),
        (["--config", "live.toml"], "flie = 'logs'", "did you mean 'file'"),
        (["--config", "live.toml"], "file = 'logs'\n[stream]\nparalelism = 1", "did you mean 'parallelism'"),
        (["--config", "live.toml"], "file =", "not valid TOML"),
    ],
)
def test_a_mistake_is_told_in_one_line(folder: Path, arguments: list[str], toml: str, says: str) -> None:
    (folder / "live.toml").write_text(toml)
    result = live(*arguments, code=2)
    assert re.fullmatch(r"maif: .+\n", result.stderr)
    assert says in result.stderr


def test_dead_letters_are_replayed_when_their_cause_is_mended(folder: Path) -> None:
    live("--file", "logs", "--count", "3")
    result = live("--replay", "maif-data/live.dead.maif")
    assert result.stderr == "maif: 1 message kept\n"
    assert not (folder / "maif-data/live.dead.maif").exists()  # what is replayed has another name


def test_ctrl_c_ends_it_and_keeps_what_was_read() -> None:
    process = subprocess.Popen([*MAIF, "live", "--file", "logs", "--json"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["finished"] == 3:
            break
    process.send_signal(signal.SIGINT)
    last = process.communicate(timeout=30)[0].splitlines()[-1]
    assert (process.returncode, json.loads(last)["finished"]) == (0, 3)
    assert stored("app") == ["one"]


def test_a_terminal_shows_a_table() -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen([*MAIF, "live", "--file", "logs", "--until-idle", "2s"], stderr=follower)
    os.close(follower)
    shown = b""
    deadline = time.monotonic() + 60
    while select.select([leader], [], [], max(0, deadline - time.monotonic()))[0]:
        try:
            shown += os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
    os.close(leader)
    assert process.wait(30) == 0
    assert b"3 finished of 3" in shown
    assert b"2 messages kept" in shown
