"""Messages from files: each line once, whatever becomes of the file."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import shutil
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from listener import Listener, read_all, reading
from maif.clock import SYSTEM_CLOCK, run
from maif.errors import FormatError, InvalidArgumentError, SourceError
from maif.realtime.sources.files import FileSource

Story: TypeAlias = Callable[[FileSource, Listener], Awaitable[None]]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


@pytest.fixture(autouse=True)
def _without_waiting_for_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def append(path: Path, text: str | bytes) -> None:
    with open(path, "ab") as file:
        file.write(text.encode() if isinstance(text, str) else text)


def followed(
    folder: Path, root: Path, story: Story, pattern: str = "*.log", listens: Sequence[str] = (), **options: Any
) -> Listener:
    """Run a story while a source is read; return what has come of it."""

    async def main() -> Listener:
        source = FileSource(folder, pattern, **options)
        listener = Listener(root, listens=listens)
        async with reading(source, listener):
            await story(source, listener)
        return listener

    return run(main())


def test_lines_come_as_they_are_written_and_say_where_they_stand(logs: Path, root: Path) -> None:
    append(logs / "app.log", "to be\r\nor not\n")

    async def story(source: FileSource, listener: Listener) -> None:
        await asyncio.sleep(2)
        append(logs / "app.log", "\nto be\n")
        await asyncio.sleep(2)

    heard = followed(logs, root, story)
    assert heard.contents == ["to be", "or not", "to be"]
    assert {message.source_id for message in heard.messages} == {"app"}
    assert [(message.offset, message.next_offset) for message in heard.messages] == [(0, 7), (7, 14), (15, 21)]
    assert heard.messages[0].metadata == {"path": str(logs / "app.log")}


def test_a_json_line_sets_the_fields_of_its_message_and_a_broken_one_fails(logs: Path, root: Path) -> None:
    append(logs / "a.jsonl", '{"text": "22.5", "source_id": "attic"}\n{"text": \n{"text": "23"}\n')
    heard = run(read_all(FileSource(logs, "*.jsonl"), root))
    assert [message.source_id for message in heard.messages] == ["attic", "a", "a"]
    assert [message.failure is None for message in heard.messages] == [True, False, True]
    assert heard.messages[1].raw == b'{"text": '


def test_a_new_file_is_seen_within_the_poll_interval(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        await asyncio.sleep(100.5)
        append(logs / "new.log", "here\n")
        await asyncio.sleep(1.0)
        assert listener.contents == ["here"]

    followed(logs, root, story, poll_interval="1s")


def test_a_last_line_without_newline_waits_for_silence(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        for part in ("a line ", "that comes ", "in parts"):
            append(logs / "app.log", part)
            await asyncio.sleep(4)
        assert listener.contents == []
        await asyncio.sleep(3)
        assert listener.contents == ["a line that comes in parts"]
        append(logs / "app.log", "\nnext\n")
        await asyncio.sleep(2)

    heard = followed(logs, root, story, final_line_after="5s")
    assert heard.contents == ["a line that comes in parts", "next"]


def test_a_rotated_file_is_read_to_its_end_under_its_new_name(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "1\n")
        await asyncio.sleep(2)
        append(logs / "app.log", "2\n")
        os.rename(logs / "app.log", logs / "app.log.1")
        append(logs / "app.log", "4\n")
        append(logs / "app.log.1", "3")  # its writer has not noticed yet
        await asyncio.sleep(2)
        os.rename(logs / "app.log.1", logs / "app.log.2")
        append(logs / "app.log.2", "\n3b\n")
        await asyncio.sleep(2)

    heard = followed(logs, root, story)
    assert sorted(heard.contents) == ["1", "2", "3", "3b", "4"]
    assert {message.source_id for message in heard.messages} == {"app"}
    assert heard.events == []


def test_a_file_that_is_copied_and_cut_goes_on_in_its_copy_and_begins_again(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "1\n")
        await asyncio.sleep(2)
        append(logs / "app.log", "2\n")
        shutil.copyfile(logs / "app.log", logs / "app.log.1")
        os.truncate(logs / "app.log", 0)
        append(logs / "app.log", "3, and more than before\n")
        await asyncio.sleep(2)

    heard = followed(logs, root, story)
    assert sorted(heard.contents) == ["1", "2", "3, and more than before"]
    assert [payload["path"] for payload in heard.named("truncated")] == [str(logs / "app.log")]


def test_another_file_with_the_same_name_and_inode_is_read_from_its_beginning(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "first\n")
        await asyncio.sleep(2)
        inode = os.stat(logs / "app.log").st_ino
        os.truncate(logs / "app.log", 0)  # what unlinking and making it anew comes to: inodes are used again
        append(logs / "app.log", "other\n")
        assert os.stat(logs / "app.log").st_ino == inode
        await asyncio.sleep(2)

    heard = followed(logs, root, story)
    assert heard.contents == ["first", "other"]
    assert len({message.partition for message in heard.messages}) == 2  # positions of one say nothing of the other
    assert len(heard.named("truncated")) == 1


def test_a_copy_that_takes_the_place_of_the_file_is_the_same_file(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "1\n")
        await asyncio.sleep(2)
        (logs / "app.tmp").write_bytes((logs / "app.log").read_bytes() + b"2\n")
        os.replace(logs / "app.tmp", logs / "app.log")
        await asyncio.sleep(2)

    heard = followed(logs, root, story)
    assert heard.contents == ["1", "2"]
    assert heard.events == []


def test_two_names_of_one_file_are_one_file(logs: Path, root: Path) -> None:
    append(logs / "a.log", "once\n")
    os.link(logs / "a.log", logs / "b.log")
    os.symlink(logs / "a.log", logs / "c.log")
    assert run(read_all(FileSource(logs, "*.log"), root)).contents == ["once"]


def test_a_restart_goes_on_where_the_commit_says_in_the_middle_of_what_was_read(logs: Path, root: Path) -> None:
    append(logs / "app.log", "".join(f"{number}\n" for number in range(1000)))

    async def story(source: FileSource, listener: Listener) -> None:
        await listener.come(1000)
        seventh = listener.messages[6]
        await source.commit({seventh.partition: seventh.next_offset})

    partition = followed(logs, root, story).messages[0].partition
    heard = run(read_all(FileSource(logs, "*.log"), root))
    assert heard.assignments[0] == {partition: 14}
    assert heard.contents == [str(number) for number in range(7, 1000)]


def test_a_log_that_is_rotated_and_compressed_during_a_stop_is_read_on(logs: Path, root: Path) -> None:
    append(logs / "app.log", "1\n2\n")

    async def story(source: FileSource, listener: Listener) -> None:
        await listener.come(2)
        await source.commit(listener.ends())

    followed(logs, root, story)
    append(logs / "app.log", "3\n4")
    (logs / "app.log.1.gz").write_bytes(gzip.compress((logs / "app.log").read_bytes()))
    (logs / "app.log").unlink()
    append(logs / "app.log", "5\n")
    assert sorted(run(read_all(FileSource(logs, "*.log"), root)).contents) == ["3", "4", "5"]


def test_what_was_compressed_is_not_read_again_where_the_pattern_matches_it_too(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "1\n")
        await asyncio.sleep(2)
        (logs / "app.log.gz").write_bytes(gzip.compress(b"1\n2\n"))
        await asyncio.sleep(2)
        (logs / "app.log").unlink()
        await asyncio.sleep(8)

    assert followed(logs, root, story, "*").contents == ["1", "2"]


def test_a_compressed_file_is_read_with_positions_of_its_content(logs: Path, root: Path) -> None:
    lines = [f"line {number} " + "x" * (number % 1000) for number in range(5000)]
    streams = ["\n".join(lines[:2500]) + "\n", "\n".join(lines[2500:])]
    (logs / "app.log.gz").write_bytes(b"".join(gzip.compress(text.encode()) for text in streams) + bytes(512))

    async def story(source: FileSource, listener: Listener) -> None:
        await listener.come(3000)
        message = listener.messages[2999]
        await source.commit({message.partition: message.next_offset})

    assert followed(logs, root, story, "*.gz").contents[:3000] == lines[:3000]
    assert run(read_all(FileSource(logs, "*.gz"), root)).contents == lines[3000:]


def test_an_incomplete_compressed_file_gives_what_can_be_read_then_an_error_and_goes_on_when_it_is_whole(
    logs: Path, root: Path
) -> None:
    lines = [f"line {number}" for number in range(100_000)]
    whole = gzip.compress("\n".join(lines).encode() + b"\n")
    path = logs / "app.log.gz"

    async def story(source: FileSource, listener: Listener) -> None:
        path.write_bytes(whole[: len(whole) // 2])
        await asyncio.sleep(3)
        assert 40_000 < len(listener.messages) < 60_000
        assert listener.events == []  # it may be being written
        await asyncio.sleep(10)
        [error] = listener.named("error")
        assert str(path) in str(error)
        assert "ends early" in str(error)
        append(path, whole[len(whole) // 2 :])
        await listener.come(100_000)

    assert followed(logs, root, story, "*.gz").contents == lines


def test_a_file_that_is_no_gzip_is_an_error_and_the_others_go_on(logs: Path, root: Path) -> None:
    append(logs / "a.log.gz", "not compressed at all\n")
    append(logs / "b.log", "fine\n")
    heard = run(read_all(FileSource(logs, "*"), root))
    assert heard.contents == ["fine"]
    assert "not gzip" in str(heard.named("error")[0])


def test_a_folder_that_goes_away_is_lost_and_comes_back_and_nothing_is_read_twice(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "1\n")
        await asyncio.sleep(2)
        os.rename(logs, logs.with_name("away"))
        await asyncio.sleep(10)
        assert [name for name, _ in listener.events] == ["source_lost"]
        os.rename(logs.with_name("away"), logs)
        append(logs / "app.log", "2\n")
        await asyncio.sleep(2)
        assert [name for name, _ in listener.events] == ["source_lost", "source_back"]

    assert followed(logs, root, story).contents == ["1", "2"]


def test_a_file_that_is_gone_and_comes_back_is_known_again(logs: Path, root: Path) -> None:
    async def story(source: FileSource, listener: Listener) -> None:
        append(logs / "app.log", "1\n")
        await asyncio.sleep(2)
        os.rename(logs / "app.log", logs.parent / "elsewhere")
        await asyncio.sleep(3600)
        os.rename(logs.parent / "elsewhere", logs / "app.log")
        append(logs / "app.log", "2\n")
        await asyncio.sleep(2)

    assert followed(logs, root, story).contents == ["1", "2"]


def test_a_folder_that_is_not_there_is_told_at_the_start(logs: Path, root: Path) -> None:
    with pytest.raises(SourceError, match="is no folder"):
        run(read_all(FileSource(logs / "missing", "*"), root))


@pytest.mark.parametrize("pattern", ["", "/etc/*", "../*.log", "a/../../b"])
def test_a_pattern_stays_in_its_folder(logs: Path, pattern: str) -> None:
    with pytest.raises(InvalidArgumentError, match="inside the folder"):
        FileSource(logs, pattern)


def test_folders_in_folders(logs: Path, root: Path) -> None:
    for name in ("a", "b/c"):
        (logs / name).mkdir(parents=True)
        append(logs / name / "app.log", f"{name}\n")
    assert sorted(run(read_all(FileSource(logs, "**/*.log"), root)).contents) == ["a", "b/c"]


def test_a_line_of_100_mb_fails_with_its_beginning_and_the_rest_goes_on(logs: Path, root: Path) -> None:
    line = b'{"text": "' + b" " * (100 << 20) + b'"}'
    for end in (b"\n", b""):
        path = logs / f"{len(end)}.jsonl"
        path.write_bytes(b'{"text": "before"}\n' + line + end + (b'{"text": "after"}\n' if end else b""))
    del line
    heard = run(read_all(FileSource(logs, "*.jsonl"), root))
    assert sorted(filter(None, heard.contents)) == ["after", "before", "before"]
    failed = [message for message in heard.messages if message.failure]
    assert len(failed) == 2
    assert "a line of 1048576" in str(failed[0].failure)
    assert "max_line" in str(failed[0].failure)
    assert len(failed[0].raw or b"") == 64 << 10
    assert failed[0].next_offset - failed[0].offset >= 100 << 20


def test_a_long_line_between_short_ones_fails_alone_whatever_block_it_is_in(logs: Path, root: Path) -> None:
    for count in (1, 30, 3000):
        text = "".join(f"{number}\n" for number in range(count)) + "x" * 101 + "\n" + "y" * 100 + "\nend\n"
        append(logs / f"{count}.log", text)
    heard = run(read_all(FileSource(logs, "*.log", max_line=100), root))
    for count in (1, 30, 3000):
        of_file = [message for message in heard.messages if message.source_id == str(count)]
        assert [message.content for message in of_file] == [*map(str, range(count)), None, "y" * 100, "end"]
        assert of_file[count].failure


def test_a_picture_is_one_message_once_it_is_there_as_a_whole(logs: Path, root: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + os.urandom(5000).replace(b"\n", b"x") + b"\n" + os.urandom(5000)

    async def story(source: FileSource, listener: Listener) -> None:
        (logs / "a.png").write_bytes(picture[:4000])
        await asyncio.sleep(3)
        append(logs / "a.png", picture[4000:])
        await asyncio.sleep(4)
        assert listener.messages == []
        await asyncio.sleep(3)

    [message] = followed(logs, root, story, "*").messages
    assert message.image_data == picture
    assert (message.offset, message.next_offset) == (0, len(picture))


def test_a_large_file_is_handed_over_whole_to_whoever_listens_and_read_by_lines_if_nobody_does(
    logs: Path, root: Path
) -> None:
    append(logs / "large.log", "0123456789\n" * 100)

    async def story(source: FileSource, listener: Listener) -> None:
        await asyncio.sleep(4)
        if source.context.listens_to("large_file"):
            assert listener.messages == []
        await asyncio.sleep(3)

    [message] = followed(logs, root, story, listens=["large_file"], large_file=1000).messages
    assert message.large_file == logs / "large.log"
    assert (message.content, message.next_offset) == (None, 1100)
    assert len(followed(logs, root.with_name("other"), story, large_file=1000).messages) == 100


def test_a_paused_file_waits_and_others_go_on(logs: Path, root: Path) -> None:
    for name in "ab":
        append(logs / f"{name}.log", "1\n2\n3\n")

    async def main() -> Listener:
        source = FileSource(logs, "*.log")
        listener = Listener(root)
        listener.on_message = lambda message: source.pause([listener.messages[0].partition])
        async with reading(source, listener):
            await asyncio.sleep(10)
            first, *others = listener.messages
            assert len(others) == 3
            assert all(message.partition != first.partition for message in others)
            listener.on_message = None
            source.resume([first.partition])
            await asyncio.sleep(1)
            assert len(listener.messages) == 6
            source.pause()
            append(logs / "a.log", "4\n")
            await asyncio.sleep(10)
            assert len(listener.messages) == 6
            source.resume()
            await asyncio.sleep(1)
        return listener

    heard = run(main())
    assert sorted(heard.contents) == sorted([*"1122334"])


def test_thousands_of_files_cost_no_thread_and_no_open_file_each(logs: Path, root: Path) -> None:
    for number in range(2000):
        append(logs / f"{number}.log", f"{number}\n")

    async def story(source: FileSource, listener: Listener) -> None:
        await listener.come(2000)
        before = len(os.listdir("/proc/self/fd")), threading.active_count()
        append(logs / "7.log", "more\n")
        await listener.come(2001)
        after = len(os.listdir("/proc/self/fd")), threading.active_count()
        assert after[0] <= before[0] + 2
        assert before[0] < 100
        assert before[1] < 20

    heard = followed(logs, root, story)
    assert len(set(heard.contents)) == 2001


def test_what_a_user_decodes(logs: Path, root: Path) -> None:
    append(logs / "a.log", "a;1\nb\n")

    def decode(raw: bytes) -> dict[str, str]:
        name, value = raw.decode().split(";")
        return {"text": value, "source_id": name}

    heard = run(read_all(FileSource(logs, "*", decode=decode), root))
    assert [(message.source_id, message.content) for message in heard.messages] == [("a", "1"), ("a", None)]
    assert isinstance(heard.messages[1].failure, ValueError)
    assert heard.messages[1].raw == b"b"


def test_positions_that_cannot_be_read_are_an_error_that_says_what_to_do(logs: Path, root: Path) -> None:
    root.mkdir()
    for text in ("", "[]", '{"version": 9}', '{"version": 1, "sources": {"logs/*": [{"path": 1}]}}'):
        (root / "p.positions.json").write_text(text)
        with pytest.raises(FormatError, match="move the file away"):
            run(read_all(FileSource(logs, "*"), root))


def test_positions_are_replaced_as_a_whole_and_shared_by_the_sources_of_a_processor(logs: Path, root: Path) -> None:
    for name in ("a.log", "a.txt"):
        append(logs / name, "1\n")

    async def main() -> None:
        sources = [FileSource(logs, pattern) for pattern in ("*.log", "*.txt")]
        for source in sources:
            listener = Listener(root)
            async with reading(source, listener):
                await listener.come(1)
                await source.commit(listener.ends())

    run(main())
    assert os.listdir(root) == ["p.positions.json"]
    saved = json.loads((root / "p.positions.json").read_text())
    assert {name: [entry["position"] for entry in entries] for name, entries in saved["sources"].items()} == {
        "logs/*.log": [2],
        "logs/*.txt": [2],
    }


WRITER = """
import os, sys, time
path, lines = sys.argv[1], int(sys.argv[2])
file = open(path, "a")
for number in range(lines):
    file.write(f"line {number}\\n")
    if not number % 7:
        file.flush()
    if not number % 500:
        time.sleep(0.002)
    if number % 3000 == 2999:  # the log is rotated; the writer notices a little later
        for older in range(8, 0, -1):
            if os.path.exists(f"{path}.{older}"):
                os.rename(f"{path}.{older}", f"{path}.{older + 1}")
        os.rename(path, path + ".1")
        time.sleep(0.01)
        file.write(f"late {number}\\n")
        file.close()
        file = open(path, "a")
        time.sleep(0.15)
file.close()
"""


def written_meanwhile(program: str, lines: int, logs: Path, pattern: str, root: Path, *, come: int) -> Listener:
    """Return who has heard what another process wrote, once so many lines have come."""

    async def main() -> Listener:
        source = FileSource(logs, pattern, poll_interval="20ms", final_line_after="10s")
        listener = Listener(root, clock=SYSTEM_CLOCK)
        writer = await asyncio.create_subprocess_exec(sys.executable, "-c", program, logs / "app.log", str(lines))
        async with reading(source, listener):
            await asyncio.wait_for(listener.come(come), 30)
            await asyncio.sleep(0.1)
        assert await writer.wait() == 0
        return listener

    return asyncio.run(main())


def test_another_process_writes_and_rotates_and_each_line_comes_once(logs: Path, root: Path) -> None:
    lines = 20_000
    heard = written_meanwhile(WRITER, lines, logs, "app.log*", root, come=lines + lines // 3000)
    expected = {f"line {number}" for number in range(lines)} | {f"late {n}" for n in range(2999, lines, 3000)}
    assert sorted(heard.contents) == sorted(expected)
    assert heard.events == []


CUTTER = """
import os, shutil, sys, time
path, lines = sys.argv[1], int(sys.argv[2])
with open(path, "a") as file:
    for number in range(lines):
        file.write(f"line {number} of a log that is cut\\n")
        if not number % 500:
            file.flush()
            time.sleep(0.002)
        if number % 3000 == 2999:  # as logrotate's copytruncate does it, and nothing is written in between
            file.flush()
            shutil.copyfile(path, f"{path}.{number // 3000}")
            time.sleep(0.03)
            os.truncate(path, 0)
            time.sleep(0.15)
"""


def test_another_process_copies_and_cuts_and_each_line_comes_once(logs: Path, root: Path) -> None:
    lines = 10_000
    heard = written_meanwhile(CUTTER, lines, logs, "*.log", root, come=lines)
    assert sorted(heard.contents) == sorted(f"line {number} of a log that is cut" for number in range(lines))
