"""The command `maif`, as a user meets it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from maif.cli import app
from maif.cli.packing import Source, pieces_of_parts
from maif.cli.terminal import on_lines, on_one_line
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

MAIF = [sys.executable, "-m", "maif.cli"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["", "1"])
def any_buffering(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", request.param)


def maif(*arguments: object, stdin: bytes = b"", code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    assert result.exit_code == code, result.output
    return result


def refusal(*arguments: object, stdin: bytes = b"") -> str:
    """Run a command that is to fail; return the one line that it says."""
    result = maif(*arguments, stdin=stdin, code=2)
    assert re.fullmatch(r"maif: .+\n", result.stderr)
    return result.stderr


def write(path: str, *texts: str, **options: Any) -> MAIFStreamWriter:
    with MAIFStreamWriter(path, **options) as writer:
        for number, text in enumerate(texts):
            writer.write_text_chunk(text, {"number": number})
    return writer


def write_parts(path: str, *parts: dict[str, Any]) -> None:
    with MAIFStreamWriter(path) as writer:
        for metadata in parts:
            writer.write_text_chunk("data", metadata)


def write_unfinished(path: str, *texts: str) -> None:
    with contextlib.suppress(InterruptedError), MAIFStreamWriter(path) as writer:
        for text in texts:
            writer.write_text_chunk(text)
        raise InterruptedError


def damage(path: str, what: bytes) -> None:
    """Change a byte of the data in the file."""
    content = Path(path).read_bytes()
    Path(path).write_bytes(content.replace(what, what[:-1] + b"?", 1))


def metadata_of(path: str) -> list[dict[str, Any]]:
    with MAIFStreamReader(path) as reader:
        return [block.metadata for block in reader]


class TestPack:
    def test_and_unpack_give_a_folder_back_as_it_was(self, folder: Path) -> None:
        contents = {
            "a.txt": b"text",
            "deep/er/b.bin": b"\xff\0" * 5000,
            "deep/empty": b"",
            "\u00fc \n.txt": b"odd name",
        }
        for name, content in contents.items():
            (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "in" / name).write_bytes(content)
        maif("pack", "in", "-o", "x.maif")
        maif("unpack", "x.maif", "-o", "out")
        unpacked = {
            str(path.relative_to("out/in")): path.read_bytes() for path in Path("out").rglob("*") if path.is_file()
        }
        assert unpacked == contents

    @settings(max_examples=30, deadline=None)
    @given(
        content=st.one_of(st.binary(max_size=60), st.text(max_size=30).map(str.encode)),
        part_size=st.integers(1, 20),
        compress=st.booleans(),
    )
    def test_and_unpack_give_any_content_back(self, content: bytes, part_size: int, compress: bool) -> None:
        Path("content").write_bytes(content)
        maif("pack", "content", "-o", "x.maif", "--part-size", part_size, *["--compress"] * compress)
        maif("unpack", "x.maif", "-o", "out", "--force")
        assert Path("out/content").read_bytes() == content

    @settings(max_examples=50)
    @given(text=st.text(min_size=1), part_size=st.integers(4, 20))
    def test_cuts_text_between_characters(self, text: str, part_size: int) -> None:
        content = text.replace("\0", "").encode()
        pieces = pieces_of_parts(Source("x", "x"), io.BytesIO(content), len(content) or None, part_size)
        assert "".join(piece.data.decode() for piece in pieces).encode() == content

    def test_makes_several_blocks_of_a_large_file(self) -> None:
        Path("large").write_bytes(bytes(250))
        maif("pack", "large", "-o", "x.maif", "--part-size", "100")
        assert metadata_of("x.maif") == [{"path": "large", "part": part, "parts": 3} for part in (1, 2, 3)]

    def test_makes_one_block_of_a_small_file(self) -> None:
        Path("small").write_bytes(bytes(100))
        maif("pack", "small", "-o", "x.maif", "--part-size", "100")
        assert metadata_of("x.maif") == [{"path": "small"}]

    def test_tells_the_number_of_parts_of_a_pipe_at_its_end(self) -> None:
        maif("pack", "-", "-o", "x.maif", "--part-size", "2", stdin=b"\xff" * 5)
        assert [(metadata["part"], metadata.get("parts")) for metadata in metadata_of("x.maif")] == [
            (1, None),
            (2, None),
            (3, 3),
        ]

    def test_holds_three_parts_at_most(self) -> None:
        class Endless(io.RawIOBase):
            taken = 0

            def read(self, size: int = -1) -> bytes:
                self.taken += size
                return b"x" * size

        source = Endless()
        pieces = pieces_of_parts(Source("x", "x"), source, None, 1000)
        for number in range(1, 11):
            next(pieces)
            assert source.taken <= (number + 2) * 1000

    def test_knows_text_and_pictures(self) -> None:
        Path("a.py").write_text("print('ü')")
        Path("b.png").write_bytes(b"\x89PNG\xff")
        Path("c.dat").write_bytes(b"\0\1\2")
        maif("pack", "a.py", "b.png", "c.dat", "-o", "x.maif")
        with MAIFStreamReader("x.maif") as reader:
            assert [block.block_type for block in reader] == ["TEXT", "IMAG", "BINA"]

    def test_with_lines_makes_a_block_of_each_line(self) -> None:
        maif("pack", "--lines", "-", "-o", "x.maif", stdin=b"one\ntwo\n\nfour \xff")
        with MAIFStreamReader("x.maif") as reader:
            assert [(block.data, block.block_type) for block in reader] == [
                (b"one", "TEXT"),
                (b"two", "TEXT"),
                (b"", "TEXT"),
                (b"four \xff", "BINA"),
            ]

    @pytest.mark.parametrize("way_back", [("cat", "x.maif"), ("unpack", "x.maif", "-o", "out")])
    def test_with_lines_can_be_undone(self, way_back: tuple[str, ...]) -> None:
        maif("pack", "--lines", "-", "-o", "x.maif", stdin=b"one\n\ntwo\n")
        printed = maif(*way_back).stdout_bytes
        assert (Path("out/stdin").read_bytes() if Path("out").exists() else printed) == b"one\n\ntwo\n"

    def test_leaves_the_path_of_this_machine_out(self, folder: Path) -> None:
        (folder / "in/deep").mkdir(parents=True)
        (folder / "in/deep/a").write_text("a")
        (folder / "b").write_text("b")
        os.chdir("in")
        maif("pack", folder / "in", "../b", "deep/a", "-o", "../x.maif")
        assert [metadata["path"] for metadata in metadata_of("../x.maif")] == ["in/deep/a", "b", "deep/a"]

    def test_refuses_two_files_of_one_name(self, folder: Path) -> None:
        for name in ("a", "b"):
            (folder / name).mkdir()
            (folder / name / "same").write_text(name)
        assert "would both be called 'same'" in refusal("pack", folder / "a/same", folder / "b/same", "-o", "x.maif")

    def test_leaves_its_own_output_out_of_a_folder(self, folder: Path) -> None:
        (folder / "a").write_text("a")
        maif("pack", ".", "-o", "x.maif")
        maif("pack", ".", "-o", "x.maif")
        assert metadata_of("x.maif") == [{"path": "a"}]

    def test_refuses_to_read_its_own_output(self) -> None:
        write("x.maif", "kept")
        assert "the output itself" in refusal("pack", "x.maif", "-o", "x.maif")

    def test_says_what_it_leaves_out(self) -> None:
        os.mkdir("in")
        os.symlink("nowhere", "in/broken")
        assert "in/broken: left out" in maif("pack", "in", "-o", "x.maif").stderr

    def test_does_not_replace_what_is_no_maif_file(self) -> None:
        Path("precious").write_text("mine")
        Path("a").write_text("a")
        refusal("pack", "a", "-o", "precious")
        assert Path("precious").read_text() == "mine"

    def test_replaces_it_with_force(self) -> None:
        Path("old").write_text("old")
        Path("a").write_text("a")
        maif("pack", "a", "-o", "old", "--force")
        assert verify_file("old").ok

    def test_leaves_the_output_alone_when_an_input_is_missing(self) -> None:
        write("x.maif", "kept")
        assert "missing: No such file" in refusal("pack", "missing", "-o", "x.maif")
        assert verify_file("x.maif").blocks == 1

    def test_refuses_a_pipe_as_output(self) -> None:
        assert "cannot go through a pipe" in refusal("pack", "-", "-o", "-", stdin=b"x")

    def test_refuses_parts_of_no_size(self) -> None:
        assert "part_size must be at least 1" in refusal("pack", "-", "-o", "x.maif", "--part-size", "0")

    def test_appends_with_the_files_key(self) -> None:
        maif("keygen", "-o", "key")
        maif("pack", "--lines", "-", "-o", "x.maif", "--key", "key", stdin=b"1\n2\n")
        maif("pack", "--lines", "-", "-o", "x.maif", "--key", "key", "--append", stdin=b"3\n")
        maif("verify", "x.maif", "--key", "key.pub")
        maif("unpack", "x.maif")
        assert Path("stdin").read_text() == "1\n2\n3\n"

    def test_does_not_append_without_it(self) -> None:
        write("x.maif", "kept")
        assert "needs the private key" in refusal("pack", "-", "-o", "x.maif", "--append", stdin=b"x")
        assert verify_file("x.maif").ok

    def test_signs_each_block_if_asked(self) -> None:
        maif("pack", "-", "-o", "x.maif", "--sign", "block", "--agent", "porter", stdin=b"x")
        with MAIFStreamReader("x.maif") as reader:
            assert reader[0].header.flags & 1
            assert reader.info.agent_did == "did:maif:porter"

    def test_compresses_if_asked(self) -> None:
        maif("pack", "-", "-o", "x.maif", "-z", stdin=b"x" * 10_000)
        assert Path("x.maif").stat().st_size < 3000
        assert maif("cat", "x.maif").stdout_bytes == b"x" * 10_000

    def test_tells_of_a_file_that_shrinks(self) -> None:
        pieces = pieces_of_parts(Source("log", "log"), io.BytesIO(bytes(150)), 350, 100)
        with pytest.raises(ValueError, match="log shrank from 350 bytes"):
            list(pieces)

    def test_stopped_by_the_user_leaves_a_recoverable_file(self) -> None:
        command = [*MAIF, "pack", "--lines", "-", "-o", "x.maif"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as packing:
            assert packing.stdin
            assert packing.stderr
            packing.stdin.write(b"one\ntwo\n")
            packing.stdin.flush()
            while not Path("x.maif").exists():
                assert packing.poll() is None
            with MAIFStreamReader("x.maif", follow=True) as reader:
                blocks = reader.read_blocks()
                assert [next(blocks).text, next(blocks).text] == ["one", "two"]
            packing.send_signal(signal.SIGINT)
            assert packing.wait(30) == 130
            assert re.fullmatch(rb"maif: stopped; .*`maif recover`.*\n", packing.stderr.read())
        maif("recover", "x.maif")
        assert maif("cat", "x.maif").stdout == "one\ntwo\n"


class TestUnpack:
    @pytest.mark.parametrize(
        "path", ["/abs", "../up", "a/../../up", "..", "", ".", "nul\0", "\ud800", "link/x", "file/x", "n" * 300]
    )
    def test_writes_nothing_outside_of_its_folder(self, path: str, folder: Path) -> None:
        (folder / "elsewhere").mkdir()
        (folder / "out").mkdir()
        (folder / "out/file").touch()
        (folder / "out/link").symlink_to(folder / "elsewhere")
        before = sorted(folder.rglob("*"))
        write_parts("x.maif", {"path": path})
        result = maif("unpack", "x.maif", "-o", "out", code=2)
        assert "refused" in result.stderr
        assert sorted(folder.rglob("*")) == sorted([*before, folder / "x.maif"])

    def test_goes_on_after_a_refused_file(self) -> None:
        write_parts("x.maif", {"path": "../up"}, {"path": "fine"})
        assert "1 file, 1 refused" in maif("unpack", "x.maif", "-o", "out", code=2).stdout
        assert os.listdir("out") == ["fine"]

    def test_does_not_overwrite(self) -> None:
        Path("a").write_text("mine")
        write_parts("x.maif", {"path": "a"})
        assert refusal("unpack", "x.maif") == "maif: a: exists; --force replaces it\n"
        assert Path("a").read_text() == "mine"

    def test_with_force_replaces_a_link_not_what_it_names(self) -> None:
        Path("target").write_text("mine")
        os.symlink("target", "a")
        write_parts("x.maif", {"path": "a"})
        maif("unpack", "x.maif", "--force")
        assert (Path("target").read_text(), Path("a").read_text()) == ("mine", "data")

    @pytest.mark.parametrize(
        ("numbers", "what"),
        [
            ([(2, 3), (3, 3)], "part 2 comes where part 1 should be"),
            ([(1, 3), (3, 3)], "part 3 comes where part 2 should be"),
            ([(1, 3), (2, 3)], "ends after part 2 of 3"),
            ([("1", [])], "part '1' comes where part 1 should be"),
        ],
    )
    def test_leaves_nothing_of_a_file_with_missing_parts(self, numbers: list[tuple[Any, Any]], what: str) -> None:
        write_parts("x.maif", *({"path": "a", "part": part, "parts": parts} for part, parts in numbers))
        assert what in refusal("unpack", "x.maif", "-o", "out")
        assert os.listdir("out") == []

    def test_notices_a_missing_line(self) -> None:
        write_parts("x.maif", *({"path": "a", "part": part, "unit": "line"} for part in (1, 3)))
        assert "line 3 comes where line 2 should be" in refusal("unpack", "x.maif")

    def test_writes_nothing_that_is_not_what_was_packed(self) -> None:
        Path("a").write_text("the data")
        maif("pack", "a", "-o", "x.maif")
        damage("x.maif", b"the data")
        assert "content is not what its hash says" in refusal("unpack", "x.maif", "-o", "out")
        assert os.listdir("out") == []

    def test_trusts_only_the_key_that_is_given(self) -> None:
        key = write("x.maif", "text").public_key
        maif("unpack", "x.maif", "-o", "out", "--key", key)
        assert "not the trusted one" in refusal("unpack", "x.maif", "-o", "out2", "--key", "00" * 32)

    def test_names_blocks_without_a_path_by_their_numbers(self) -> None:
        write("x.maif", "zero", "one")
        maif("unpack", "x.maif", "-o", "out")
        assert Path("out/block-000001.txt").read_text() == "one"


class TestList:
    def test_prints_a_line_a_block(self) -> None:
        write("x.maif", "zero", "one")
        lines = maif("ls", "x.maif").stdout.splitlines()
        assert re.fullmatch(r' 1  TEXT       3 B  [\d-]+ [\d:]+  [0-9a-f]{32}  {"number": 1}', lines[2])

    def test_prints_json(self) -> None:
        write("x.maif", "zero", "one")
        listed = json.loads(maif("ls", "x.maif", "--json").stdout)
        assert [(block["index"], block["size"], block["metadata"]) for block in listed] == [
            (0, 4, {"number": 0}),
            (1, 3, {"number": 1}),
        ]

    def test_prints_an_empty_json_array_for_no_blocks(self) -> None:
        write("x.maif")
        assert json.loads(maif("ls", "x.maif", "--json").stdout) == []

    def test_escapes_names_that_would_drive_the_terminal(self) -> None:
        write_parts("x.maif", {"path": "\x1b]0;\x07"})
        assert "\x1b" not in maif("ls", "x.maif").stdout

    def test_shows_the_whole_blocks_of_an_unfinished_file_and_says_so(self) -> None:
        write_unfinished("x.maif", "zero", "one")
        result = maif("ls", "x.maif")
        assert len(result.stdout.splitlines()) == 3
        assert "not finished" in result.stderr


class TestCat:
    @pytest.mark.parametrize(
        ("selectors", "expected"),
        [
            ([], "zeroonetwo"),
            (["1"], "one"),
            (["-1"], "two"),
            (["2", "0"], "twozero"),
            (["1:"], "onetwo"),
            ([":-1"], "zeroone"),
            (["TEXT"], "zeroonetwo"),
            (["embeddings"], ""),
            (["0", "--type", "BINA"], ""),
            (["0:2", "-n"], "zero\none\n"),
            (["--verify"], "zeroonetwo"),
        ],
    )
    def test_prints_the_blocks_that_are_asked_for(self, selectors: list[str], expected: str) -> None:
        write("x.maif", "zero", "one", "two")
        assert maif("cat", "x.maif", *selectors).stdout == expected

    def test_finds_a_block_by_its_id(self) -> None:
        write("x.maif", "zero", "one")
        with MAIFStreamReader("x.maif") as reader:
            block_id = reader[1].block_id
        assert maif("cat", "x.maif", block_id.upper()).stdout == "one"

    @pytest.mark.parametrize("selector", ["2", "-3", "0" * 32, "nothing", "1:x", "--nothing"])
    def test_refuses_what_is_not_there(self, selector: str) -> None:
        write("x.maif", "zero", "one")
        refusal("cat", "x.maif", selector)

    def test_with_verify_prints_nothing_that_was_changed(self) -> None:
        write("x.maif", "the data")
        damage("x.maif", b"the data")
        assert maif("cat", "x.maif", "--verify", code=2).stdout == ""

    def test_ends_quietly_when_nobody_reads_on(self, any_buffering: None) -> None:
        with MAIFStreamWriter("x.maif") as writer:
            writer.write_binary_chunk(bytes(1 << 20))
        with subprocess.Popen([*MAIF, "cat", "x.maif"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as cat:
            assert cat.stdout
            assert cat.stderr
            cat.stdout.read(1)
            cat.stdout.close()
            assert (cat.wait(30), cat.stderr.read()) == (141, b"")

    def test_tells_of_a_full_disk(self, any_buffering: None) -> None:
        write("x.maif", "text")
        with open("/dev/full", "wb") as full:
            cat = subprocess.run([*MAIF, "cat", "x.maif"], stdout=full, stderr=subprocess.PIPE, check=False)
        assert (cat.returncode, cat.stderr) == (2, b"maif: No space left on device\n")

    def test_sends_a_terminal_no_control_characters_and_no_binary_data(self) -> None:
        with MAIFStreamWriter("x.maif") as writer:
            writer.write_text_chunk("\x1b[2Jtext\n")
            writer.write_binary_chunk(b"\xff\x1b[2J")
        ours, theirs = pty.openpty()
        with open(ours, "rb", buffering=0) as terminal:
            subprocess.run([*MAIF, "cat", "x.maif"], stdout=theirs, check=True)
            os.close(theirs)
            assert _read_all(terminal) == b"\\x1b[2Jtext\r\n[block 1: binary, 5 B; send it to a file to have it]\r\n"


def _read_all(terminal: IO[bytes]) -> bytes:
    parts = []
    try:
        while part := terminal.read(1 << 16):
            parts.append(part)
    except OSError:  # how a terminal says that the other side is closed
        pass
    return b"".join(parts)


class TestTail:
    def test_prints_the_last_blocks(self) -> None:
        write("x.maif", *(f"line {number}" for number in range(20)))
        assert maif("tail", "x.maif", "-n", "2").stdout == "line 18\nline 19\n"

    def test_describes_what_is_no_text(self) -> None:
        with MAIFStreamWriter("x.maif") as writer:
            writer.write_embeddings_chunk([1.0, 2.0])
        assert re.match("0  EMBD +8 B", maif("tail", "x.maif").stdout)

    def test_that_follows_ends_with_a_finished_file(self) -> None:
        write("x.maif", "zero", "one")
        assert maif("tail", "-f", "x.maif").stdout == "zero\none\n"

    def test_that_follows_prints_blocks_as_they_come(self) -> None:
        with MAIFStreamWriter("x.maif") as writer:
            writer.write_text_chunk("early")
            writer.flush()
            with subprocess.Popen([*MAIF, "tail", "-f", "x.maif"], stdout=subprocess.PIPE, text=True) as tail:
                assert tail.stdout
                assert tail.stdout.readline() == "early\n"
                writer.write_text_chunk("late")
                writer.flush()
                assert tail.stdout.readline() == "late\n"
                writer.close()
                assert (tail.wait(30), tail.stdout.read()) == (0, "")

    def test_that_follows_tells_of_a_writer_that_died(self) -> None:
        write_unfinished("x.maif", "zero")
        result = maif("tail", "-f", "x.maif", code=2)
        assert (result.stdout, "the writer is gone" in result.stderr) == ("zero\n", True)


class TestInfo:
    def test_tells_what_the_file_says_of_itself(self) -> None:
        key = write("x.maif", "zero", "one", agent_id="scribe").public_key
        lines = dict(re.split(r"\s{2,}", line) for line in maif("info", "x.maif").stdout.splitlines())
        assert (lines["blocks"], lines["agent"], lines["signer"]) == ("2", "did:maif:scribe", key)

    def test_prints_json(self) -> None:
        key = write("x.maif", "zero", "one").public_key
        told = json.loads(maif("info", "x.maif", "--json").stdout)
        assert (told["blocks"], told["finalized"], told["public_key"]) == (2, True, key)

    def test_says_that_a_file_is_unfinished(self) -> None:
        write_unfinished("x.maif", "zero")
        assert "finished     no" in maif("info", "x.maif").stdout


class TestVerify:
    def test_says_that_a_file_is_valid(self) -> None:
        key = write("x.maif", "zero").public_key
        assert maif("verify", "x.maif").stdout.startswith("x.maif: valid: 1 block, ")
        assert "the key you trust" in maif("verify", "x.maif", "--key", key).stdout

    def test_exits_with_1_and_tells_all_problems_of_an_invalid_file(self) -> None:
        write("x.maif", "the data")
        damage("x.maif", b"the data")
        lines = maif("verify", "x.maif", code=1).stdout.splitlines()
        assert lines[0] == "x.maif: block 0, offset 444: the content is not what its hash says (content)"
        assert "INVALID: 2 problems" in lines[-1]

    @pytest.mark.parametrize("content", [b"", b"MAI", b"no MAIF file", b"MAIF" + bytes(500)])
    def test_calls_other_bytes_invalid(self, content: bytes) -> None:
        Path("x.maif").write_bytes(content)
        maif("verify", "x.maif", code=1)

    def test_exits_with_1_for_another_key_than_the_trusted_one(self) -> None:
        write("x.maif", "zero")
        maif("verify", "x.maif", "--key", "00" * 32, code=1)

    @pytest.mark.parametrize("path", ["missing", "."])
    def test_exits_with_2_for_what_cannot_be_read(self, path: str) -> None:
        refusal("verify", path)

    def test_exits_with_2_for_a_key_that_is_none(self) -> None:
        write("x.maif", "zero")
        Path("key").write_text("nonsense")
        assert "not an Ed25519 public key" in refusal("verify", "x.maif", "--key", "key")

    def test_prints_json(self) -> None:
        write("x.maif", "the data")
        damage("x.maif", b"the data")
        told = json.loads(maif("verify", "x.maif", "--json", code=1).stdout)
        assert (told["ok"], told["error_count"], told["errors"][0]["kind"]) == (False, 2, "content")


class TestRecover:
    def test_finishes_an_unfinished_file(self) -> None:
        write_unfinished("x.maif", "zero", "one")
        assert "2 blocks kept, 0 lost" in maif("recover", "x.maif").stdout
        maif("verify", "x.maif")

    def test_does_nothing_to_a_sound_file(self) -> None:
        write("x.maif", "zero")
        assert "nothing to recover" in maif("recover", "x.maif").stdout

    def test_writes_elsewhere_if_asked(self) -> None:
        write_unfinished("x.maif", "zero")
        before = Path("x.maif").read_bytes()
        maif("recover", "x.maif", "-o", "y.maif")
        maif("verify", "y.maif")
        assert Path("x.maif").read_bytes() == before

    def test_only_tells_in_a_dry_run(self) -> None:
        write_unfinished("x.maif", "zero", "the data")
        damage("x.maif", b"the data")
        before = Path("x.maif").read_bytes()
        assert "1 sound block, 1 damaged" in maif("recover", "x.maif", "--dry-run").stdout
        assert Path("x.maif").read_bytes() == before

    def test_tells_where_the_damaged_file_is_kept(self) -> None:
        write("x.maif", "zero", "the data")
        damage("x.maif", b"the data")
        assert "the file as it was: " in maif("recover", "x.maif").stdout


class TestKeygen:
    def test_makes_a_private_key_for_its_owner_alone(self) -> None:
        maif("keygen", "-o", "key")
        assert stat.S_IMODE(os.stat("key").st_mode) == 0o600

    def test_makes_keys_that_fit_each_other(self) -> None:
        printed = maif("keygen", "-o", "key").stdout
        maif("pack", "-", "-o", "x.maif", "--key", "key", stdin=b"x")
        maif("verify", "x.maif", "--key", "key.pub")
        assert Path("key.pub").read_text() in printed

    @pytest.mark.parametrize("existing", ["key", "key.pub"])
    def test_never_overwrites_a_key(self, existing: str) -> None:
        Path(existing).write_text("precious")
        refusal("keygen", "-o", "key")
        assert (Path(existing).read_text(), len(os.listdir())) == ("precious", 1)


class TestTour:
    def test_takes_the_tour(self) -> None:
        os.mkdir("source")
        Path("source/greeting.py").write_text('def hello():\n    """Greet the whole world."""\n')
        maif("tour", "-o", "tour.maif", "--root", "source", "--query", "greet world", "--no-plot")
        assert verify_file("tour.maif").ok


class TestErrors:
    def test_are_one_line_with_a_file_name(self) -> None:
        assert refusal("ls", "missing") == "maif: missing: No such file or directory\n"

    def test_in_the_arguments_name_the_help(self) -> None:
        assert "see `" in refusal("ls")

    def test_show_no_control_characters(self) -> None:
        assert "\\x1b[2J" in refusal("ls", "missing\x1b[2J")

    @pytest.mark.parametrize("arguments", [["--debug", "ls", "missing"], ["ls", "missing", "--debug"]])
    def test_show_where_they_come_from_if_asked(self, arguments: list[str]) -> None:
        assert "Traceback" in maif(*arguments, code=2).stderr

    def test_take_debug_after_two_dashes_for_a_name(self) -> None:
        assert refusal("ls", "--", "--debug") == "maif: --debug: No such file or directory\n"

    def test_nobody_thought_of_are_one_line_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("oops")

        monkeypatch.setattr("maif.verification.verify_file", fail)
        assert "unexpected RuntimeError: oops" in refusal("verify", "x.maif")


class TestCommand:
    def test_alone_shows_the_help(self) -> None:
        assert "verify" in maif().stdout

    def test_tells_its_version(self) -> None:
        assert re.fullmatch(r"maif \d+\.\d+\.\d+\n", maif("--version").stdout)

    def test_starts_without_loading_what_only_some_commands_need(self) -> None:
        listing = "import maif.cli, sys; print({'numpy', 'maif.streaming', 'rich.progress'} & set(sys.modules))"
        run = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
        assert run.stdout == "set()\n"


DRIVES_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text(st.characters(codec=None)))
def test_escaped_lines_hold_nothing_that_drives_a_terminal(text: str) -> None:
    assert not DRIVES_A_TERMINAL.search(on_lines(text).replace("\r\n", "\n"))


@given(st.text(st.characters(codec=None)))
def test_an_escaped_line_stays_one_line(text: str) -> None:
    assert not DRIVES_A_TERMINAL.search(on_one_line(text))
    assert len(on_one_line(text).splitlines()) <= 1


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])))
def test_plain_text_is_not_changed(text: str) -> None:
    assert on_one_line(text) == on_lines(text) == text


class TestBytesBack:
    @pytest.mark.parametrize(
        "content", [b"", b"one", b"one\r\ntwo\r\nthree", b"a\rb\n\r\n", b"\n", b"\xff\n\0", b"\xef\xbb\xbfx\r\n"]
    )
    def test_packing_lines_gives_every_byte_back(self, content: bytes) -> None:
        Path("a.txt").write_bytes(content)
        maif("pack", "--lines", "a.txt", "-o", "x.maif")
        maif("unpack", "x.maif", "-o", "out")
        assert Path("out/a.txt").read_bytes() == content


class TestOldArchive:
    def test_stays_until_the_new_one_is_finished(self, folder: Path) -> None:
        Path("a").write_text("precious")
        maif("pack", "a", "-o", "x.maif")
        os.chmod("x.maif", 0o600)
        before = Path("x.maif").read_bytes()
        command = [*MAIF, "pack", "-", "-o", "x.maif"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
            while not list(folder.glob("x.maif.pack-*")):
                pass
            process.kill()
        assert Path("x.maif").read_bytes() == before
        maif("pack", "a", "-o", "x.maif")
        assert sorted(os.listdir()) == ["a", "x.maif"]
        assert Path("x.maif").stat().st_mode & 0o777 == 0o600

    def test_stays_where_packing_fails(self) -> None:
        Path("a").write_text("precious")
        maif("pack", "a", "-o", "x.maif")
        before = Path("x.maif").read_bytes()
        refusal("pack", "a", "missing", "-o", "x.maif")
        assert Path("x.maif").read_bytes() == before


class TestTrust:
    def test_an_unfinished_file_needs_a_word(self) -> None:
        write_unfinished("x.maif", "hello")
        assert "nothing vouches" in refusal("cat", "--verify", "x.maif")
        assert maif("cat", "--verify", "--unauthenticated", "x.maif").stdout == "hello"
        assert "not finished" in refusal("unpack", "x.maif", "-o", "out")
        maif("unpack", "--unauthenticated", "x.maif", "-o", "out")

    @pytest.mark.parametrize("command", ["cat", "verify"])
    def test_an_older_version_is_refused(self, command: str) -> None:
        write("x.maif", "a")
        maif(command, "--min-blocks", "1", "--not-before", "2020-01-01", "x.maif")
        for option in (["--min-blocks", "2"], ["--not-before", "2999-01-01"]):
            result = CliRunner().invoke(app, [command, *option, "x.maif"])
            assert result.exit_code == (1 if command == "verify" else 2)
            assert "not" in result.output

    @pytest.mark.parametrize("command", ["cat", "verify"])
    def test_what_is_remembered_of_a_file_is_nothing_of_a_folder(self, folder: Path, command: str) -> None:
        (folder / "artifact").mkdir()
        write("artifact/000001.maif", "a")
        maif(command, "artifact")
        assert "--min-blocks is about one file" in refusal(command, "artifact", "--min-blocks", 1)
        assert "--not-before is about one file" in refusal(command, "artifact", "--not-before", "2020-01-01")


class TestClosedStreams:
    """Whoever starts the command may have closed them; what is opened next must not take their place."""

    def test_of_output_an_error_says_so(self) -> None:
        write("x.maif", "text")
        for arguments in (["cat", "x.maif"], ["ls", "x.maif"], ["--version"], ["pack", "x.maif", "-o", "y.maif"]):
            assert run_without(1, *arguments)[:2] == (2, "maif: Bad file descriptor\n"), arguments
        assert verify_file("y.maif").ok

    def test_of_errors_nothing_is_said_elsewhere(self) -> None:
        write_unfinished("x.maif", "text")
        assert run_without(2, "cat", "x.maif") == (0, "", "text")
        assert run_without(2, "cat", "missing.maif") == (2, "", "")

    def test_of_input_an_error_says_so(self) -> None:
        assert run_without(0, "pack", "-", "-o", "x.maif")[:2] == (2, "maif: Bad file descriptor\n")


def run_without(stream: int, *arguments: str) -> tuple[int, str, str]:
    """Run the command with a standard stream closed; return its exit code, its errors and its output."""
    shell = f'exec "$@" {stream}{"<" if stream == 0 else ">"}&-'
    done = subprocess.run(["sh", "-c", shell, "sh", *MAIF, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr, done.stdout


def test_a_part_that_no_block_can_hold_is_refused() -> None:
    Path("a.txt").write_text("text")
    for size in ("4GB", "99999999999TB", "9" * 400):
        refusal("pack", "a.txt", "-o", "x.maif", "--part-size", size)
    assert not Path("x.maif").exists()


def test_an_empty_path_is_named() -> None:
    assert refusal("ls", "") == "maif: '': No such file or directory\n"


class TestBounds:
    def test_folders_without_end_are_refused_and_leave_nothing(self) -> None:
        write_parts("x.maif", {"path": "a/" * 20_000 + "f"})
        assert "more than 100" in refusal("unpack", "x.maif", "-o", "out")
        assert os.listdir("out") == []

    def test_more_folders_than_files_can_fill_are_refused(self) -> None:
        write_parts("x.maif", *({"path": f"{number}/" + "a/" * 90 + "f"} for number in range(20)))
        maif("unpack", "x.maif", "-o", "out", code=2)
        assert sum(len(folders) for _, folders, _ in os.walk("out")) < 1200

    def test_what_is_refused_leaves_no_folder_behind(self) -> None:
        write_parts("x.maif", {"path": "x/y/z", "part": 2, "parts": 3})
        refusal("unpack", "x.maif", "-o", "out")
        assert os.listdir("out") == []


def test_keys_that_cannot_be_written_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        assert "No space left" in refusal("keygen", "-o", "key")
    assert os.listdir() == []
    maif("keygen", "-o", "key")


def test_json_is_read_by_every_program(folder: Path) -> None:
    with MAIFStreamWriter("x.maif") as writer:
        writer.write_text_chunk("a", {"score": float("nan")})
    printed = maif("ls", "--json", "x.maif").stdout
    assert json.loads(printed, parse_constant=lambda name: pytest.fail(name))[0]["metadata"] == {"score": None}


def test_an_error_names_the_path_that_was_given() -> None:
    Path("a").touch()
    assert refusal("pack", "a", "-o", "none/x.maif") == "maif: none/x.maif: No such file or directory\n"
