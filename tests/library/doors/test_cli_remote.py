"""The command `maif` and files far away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import range_server
from maif.cli import app
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from range_server import RangeServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RangeServer]:
    with MAIFStreamWriter(tmp_path / "a.maif") as writer:
        for text in ("to", "be", "or", "not"):
            writer.write_text_chunk(text)
    with range_server.serving() as server:
        server.files["a.maif"] = (tmp_path / "a.maif").read_bytes()
        yield server


def maif(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output
    return result


def test_what_is_far_away_is_listed_shown_and_verified(server: RangeServer, tmp_path: Path) -> None:
    url = server.url()
    assert len(json.loads(maif("ls", url, "--json").stdout)) == 4
    assert maif("cat", "-n", url, "1", "3").stdout == "be\nnot\n"
    assert maif("cat", "-n", url, "--verify").stdout == "to\nbe\nor\nnot\n"
    assert maif("tail", url, "-n", "1").stdout == "not\n"
    assert json.loads(maif("info", url, "--json").stdout)["blocks"] == 4
    assert f"{url}: valid" in maif("verify", url).stdout
    maif("unpack", url, "-o", str(tmp_path / "out"))
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_what_is_wrong_far_away_is_told_in_a_line(server: RangeServer) -> None:
    assert maif("cat", server.url("b.maif"), code=2).stderr == f"maif: {server.url('b.maif')}: there is no such file\n"
    assert "download it" in maif("recover", server.url(), code=2).stderr
    server.every = range_server.lie
    maif("verify", server.url(), code=1)


def test_a_pack_goes_where_a_url_leads(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    maif("pack", str(tmp_path / "letter.txt"), "-o", "memory://packed/letters.maif")
    with MAIFStreamReader("memory://packed/letters.maif", verify=True) as reader:
        assert reader[0].text == "hello"
