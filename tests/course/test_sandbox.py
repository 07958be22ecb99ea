"""Code that runs apart: its answer comes back, and its misbehaviour is named."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif_course.errors import SandboxError
from maif_course.plain import decode, encode
from maif_course.sandbox import apart, conversation


def test_the_answer_comes_back_and_nothing_else_does() -> None:
    here: list[int] = []
    assert apart(lambda: (here.append(1), {"answer": 42})[1]) == {"answer": 42}
    assert not here


def test_an_exception_comes_back_as_itself() -> None:
    with pytest.raises(ZeroDivisionError):
        apart(lambda: 1 // 0)


def test_an_exception_that_cannot_travel_is_told() -> None:
    class OwnError(Exception):
        pass

    def work() -> None:
        raise OwnError("no")

    with pytest.raises(SandboxError, match=r"stopped with .*OwnError: no"):
        apart(work)


def test_an_exit_is_told_and_does_not_end_the_caller() -> None:
    with pytest.raises(SandboxError, match="stopped with SystemExit"):
        apart(sys.exit)


def test_code_that_never_ends_is_ended() -> None:
    def work() -> None:
        while True:
            pass

    with pytest.raises(SandboxError, match="did not end"):
        apart(work, seconds=0.2)


def test_code_that_waits_for_ever_is_ended() -> None:
    with pytest.raises(SandboxError, match="did not end within 200 ms"):
        apart(lambda: time.sleep(1000), seconds=0.2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process its size")
def test_code_that_wants_all_memory_is_ended() -> None:
    with pytest.raises(SandboxError, match=r"more than 64\.0 MB of memory"):
        apart(lambda: len(bytearray(1 << 30)), memory=64 << 20)


def test_code_that_ends_its_process_is_told() -> None:
    with pytest.raises(SandboxError, match="ended its own process"):
        apart(lambda: os._exit(0))


# What comes back is plain


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
        lambda inner: (
            st.lists(inner)
            | st.lists(inner).map(tuple)
            | st.dictionaries(st.text(), inner)
            | st.frozensets(st.booleans(), max_size=1)
        ),
        max_leaves=12,
    )
)
def test_a_plain_value_comes_back_equal_and_of_the_same_type(value: object) -> None:
    again = decode(encode(value))
    assert again == value
    assert encode(again) == encode(value)


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", '{"pickle": "gASVAQ=="}', '{"set": [[1]]}', '{"int": []}', '{"a": 1, "b": 2}', "[" * 99_999],
)
def test_a_text_that_is_no_plain_value_is_refused(text: str) -> None:
    with pytest.raises(SandboxError, match="no plain value"):
        decode(text)


def test_an_object_has_no_plain_form() -> None:
    with pytest.raises(SandboxError, match="type PosixPath has no plain form"):
        apart(lambda: Path("."))


def _open_descriptors() -> set[int]:
    found = set()
    for descriptor in range(64):
        with suppress(OSError):
            os.fstat(descriptor)
            found.add(descriptor)
    return found


@pytest.mark.parametrize("forged", [b"cos\nsystem\n(S'touch %s'\ntR.\n", b"no json\n", b'{"tuple": [1]}\n', b"\xff\n"])
def test_what_is_written_over_the_answer_is_refused_and_runs_nothing(forged: bytes, tmp_path: Path) -> None:
    command = forged.replace(b"%s", bytes(tmp_path / "ran"))
    known = _open_descriptors()

    def forge() -> None:
        for descriptor in _open_descriptors() - known:
            with suppress(OSError):
                os.write(descriptor, command)

    with pytest.raises(SandboxError, match=r"no plain value|wrote over its own answer"):
        apart(forge)
    assert not (tmp_path / "ran").exists()


def test_an_answer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maif_course.sandbox.OUTPUT", 1 << 20)
    with pytest.raises(SandboxError, match=r"more than 1\.00 MB"):
        apart(lambda: "x" * (2 << 20))


def test_a_daemon_that_holds_the_pipe_is_not_waited_for() -> None:
    reading, writing = os.pipe()

    def work() -> None:
        if os.fork() == 0:
            os.setsid()
            os.write(writing, f"{os.getpid()}\n".encode())
            time.sleep(600)
        os._exit(0)

    with open(reading) as told:
        with pytest.raises(SandboxError, match="ended its own process"):
            apart(work, seconds=60)
        os.close(writing)
        os.kill(int(told.readline()), signal.SIGKILL)  # it was still there


def test_reading_from_the_terminal_finds_its_end_and_printing_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> str:
        print("to nobody", flush=True)
        os.write(1, b"neither\n")
        return sys.stdin.read() + str(os.read(0, 10))

    assert apart(work) == "b''"
    assert capfd.readouterr() == ("", "")


def test_each_thing_that_is_told_is_heard_in_its_order() -> None:
    with conversation(lambda tell: [tell(number) for number in range(3)]) as partner:
        assert [partner.hear(9) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(SandboxError, match="ended its own process"):
            partner.hear(9)
