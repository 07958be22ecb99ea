"""The command `maif`, misused: whatever its arguments and files are, it ends with a code and at most a line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from maif.cli import app
from maif.streaming import MAIFStreamWriter

COMMANDS = (
    "pack",
    "unpack",
    "ls",
    "cat",
    "tail",
    "info",
    "verify",
    "recover",
    "keygen",
    "compact",
    "index",
    "search",
    "",
)
FILES = (
    "good.maif",
    "cut.maif",
    "torn.maif",
    "noise.maif",
    "empty.maif",
    "folder",
    "text.txt",
    "odd.jsonl",
    "key",
    "new",
    "",
)
OPTIONS = (
    "--json", "--lines", "--force", "--append", "--verify", "--allow-unfinished", "--unauthenticated", "-o", "--output",
    "--key", "--agent", "--part-size", "--type", "-n", "--start", "--end", "--min-blocks", "--not-before", "--compress",
    "--id", "--count", "-k", "--mode", "--", "-h", "--version", "--nonsense",
)  # fmt: skip
VALUES = ("0", "-1", "3", "1e3", "64KB", "999999999999", "TEXT", "nan", "yesterday", "é\n", "\udcff", "zz" * 40, "..")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with whole, damaged and other files, to stand in."""
    monkeypatch.chdir(tmp_path)
    with MAIFStreamWriter("good.maif") as writer:
        for number in range(5):
            writer.write_text_chunk(f"text {number}", {"number": number, "odd": float("nan")})
    whole = Path("good.maif").read_bytes()
    Path("cut.maif").write_bytes(whole[: len(whole) // 2])
    Path("torn.maif").write_bytes(whole[:600] + b"\0" * 40 + whole[640:])
    Path("noise.maif").write_bytes(random.Random(0).randbytes(2_000))
    Path("empty.maif").write_bytes(b"")
    Path("folder").mkdir()
    Path("folder/inside.txt").write_text("inside\n")
    Path("text.txt").write_bytes(b"one\r\ntwo\xff\n")
    Path("odd.jsonl").write_text('{"a": 1}\n{"a": }\n[NaN]\n')
    Path("key").write_bytes(b"k" * 32)
    return tmp_path


def misuse(rng: random.Random) -> list[str]:
    """Return the arguments of a call that nobody meant."""
    words = [rng.choice(COMMANDS)]
    for _ in range(rng.randint(0, 5)):
        words.append(rng.choice(rng.choice((FILES, FILES, OPTIONS, VALUES))))
    return words


def call(seed: int) -> None:
    arguments = misuse(random.Random(seed))
    result = CliRunner().invoke(app, arguments, input=b"one\ntwo\n")
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
    assert result.exit_code in (0, 1, 2), (arguments, result.exit_code)
    assert "Traceback" not in result.output, arguments


@pytest.mark.parametrize("seed", range(60))
def test_a_call_that_nobody_meant_ends_with_a_code_and_without_a_traceback(seed: int, folder: Path) -> None:
    call(seed)


@pytest.mark.faults
@pytest.mark.parametrize("start", range(1_000, 3_000, 100))
def test_two_thousand_calls_that_nobody_meant_end_without_a_traceback(start: int, folder: Path) -> None:
    for seed in range(start, start + 100):
        call(seed)
