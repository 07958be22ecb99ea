"""Messages from MAIF files, and dead letters that are tried again: nothing is lost, and nothing written twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from listener import read_all
from maif.clock import run
from maif.errors import FormatError, InvalidArgumentError, SourceError
from maif.realtime import (
    Message,
    ProcessorStats,
    StreamProcessor,
    create_client,
    create_stream_processor,
    get_or_create_artifact,
)
from maif.realtime.sources.maif_file import DeadLetterSource, MAIFSource
from maif.streaming import MAIFStreamWriter


def written(path: Path, **options: Any) -> MAIFStreamWriter:
    writer = MAIFStreamWriter(path, private_key=bytes(32), **options)
    writer.write_text_chunk("plain", {"room": "attic"})
    writer.write_text_chunk('{"text": "22.5", "priority": "high"}', {"source_id": "sensor"})
    writer.write_binary_chunk(b"\xff\x00")
    writer.write_chunk(b"picture", "IMAG")
    writer.write_chunk(b"", "META", {"note": 1})
    return writer


def test_blocks_are_messages(tmp_path: Path) -> None:
    written(tmp_path / "a.maif").close()
    plain, sensor, raw, image = run(read_all(MAIFSource(tmp_path / "a.maif"), tmp_path)).messages
    assert (plain.source_id, plain.content, plain.metadata) == ("a", "plain", {"room": "attic"})
    assert (sensor.source_id, sensor.content, sensor.priority) == ("sensor", "22.5", "high")
    assert (raw.content, raw.data) == (None, b"\xff\x00")
    assert image.image_data == b"picture"
    assert [(m.partition, m.offset) for m in (plain, sensor, raw, image)] == [("a.maif", n) for n in range(4)]
    assert plain.timestamp > 1e9


def test_a_file_that_is_being_written_gives_what_is_there(tmp_path: Path) -> None:
    writer = written(tmp_path / "a.maif")
    writer.flush()
    assert len(run(read_all(MAIFSource(tmp_path / "a.maif"), tmp_path)).messages) == 4
    writer.close()


def test_the_folder_of_an_artifact_is_read_as_one(tmp_path: Path) -> None:
    with create_client("me", tmp_path, segment_size="4KB") as client:
        artifact = client.artifact("notes")
        for number in range(50):
            artifact.add_text(f"note {number} " + "x" * 200)
    [folder] = [entry.path for entry in os.scandir(tmp_path) if entry.is_dir()]
    heard = run(read_all(MAIFSource(folder), tmp_path))
    assert [text.split()[1] for text in heard.contents] == [str(number) for number in range(50)]
    assert len({message.partition for message in heard.messages}) > 1


def test_what_is_not_there_is_an_error_at_the_start(tmp_path: Path) -> None:
    for kind, name in ((MAIFSource, "a.maif"), (DeadLetterSource, "p.dead.maif")):
        with pytest.raises(SourceError, match="no MAIF file"):
            run(read_all(kind(tmp_path / name), tmp_path))
    with pytest.raises(InvalidArgumentError, match="no file of dead letters"):
        DeadLetterSource(tmp_path / "a.maif")


def test_a_file_of_that_name_without_letters_is_an_error(tmp_path: Path) -> None:
    written(tmp_path / "p.dead.maif").close()
    with pytest.raises(FormatError, match="no dead letter"):
        run(read_all(DeadLetterSource(tmp_path / "p.dead.maif"), tmp_path))


class Story:
    """Runs of one processor, one after the other, whose handler fails where it is told to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.handled: list[Message] = []

    def go(
        self,
        add_source: Callable[[StreamProcessor], object],
        fails: Callable[[Message], bool] = lambda message: False,
        count: int | None = None,
    ) -> ProcessorStats:
        with create_client("me", self.root) as client:
            processor = create_stream_processor("p", client, {"on_error": "dead_letter", "parallelism": 1})
            add_source(processor)

            @processor.on_text_message
            async def keep(message: Message) -> None:
                await get_or_create_artifact("kept").add_text_async(str(message.content))
                if fails(message):
                    raise ValueError(message.content)
                self.handled.append(message)

            return run(processor.run(count=count))

    def replay(self, **options: Any) -> ProcessorStats:
        return self.go(lambda p: p.add_maif_source(self.root / "p.dead.maif"), **options)

    def kept(self) -> list[Any]:
        with create_client("me", self.root) as client:
            return [block.text for block in client.artifact("kept").read_blocks()]

    def files(self) -> list[str]:
        return sorted(path.name for path in self.root.glob("*.maif"))


def numbers(processor: StreamProcessor) -> object:
    items = [{"text": str(number), "source_id": "n", "timestamp": 1000 + number} for number in range(10)]
    return processor.add_iterable_source(items, "numbers", group="g")


def test_dead_letters_are_tried_again_with_all_that_they_had(tmp_path: Path) -> None:
    story = Story(tmp_path)
    stats = story.go(numbers, fails=lambda message: message.offset % 3 == 0)
    assert stats.dead_letters == 4
    story.handled.clear()
    story.replay()
    assert [(m.content, m.source_id, m.timestamp, m.offset) for m in story.handled] == [
        (str(n), "n", 1000 + n, n) for n in (0, 3, 6, 9)
    ]
    origin = story.handled[0].metadata["dead_letter"]
    assert (origin["partition"], origin["error"], origin["attempts"]) == ("numbers/g/0", "ValueError: 0", 1)
    assert sorted(story.kept(), key=int) == [str(n) for n in range(10)]
    assert story.files() == ["p.dead.replayed-1.maif"]


def test_what_fails_again_goes_to_a_new_file_and_keeps_its_position(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.go(numbers, fails=lambda message: message.offset % 3 == 0)
    story.replay(fails=lambda message: message.offset > 5)
    assert story.files() == ["p.dead.maif", "p.dead.replayed-1.maif"]
    story.handled.clear()
    story.replay()
    assert [(m.offset, m.metadata["dead_letter"]["partition"]) for m in story.handled] == [
        (6, "numbers/g/0"),
        (9, "numbers/g/0"),
    ]
    assert sorted(story.kept(), key=int) == [str(n) for n in range(10)]
    assert story.files() == ["p.dead.replayed-1.maif", "p.dead.replayed-2.maif"]


def test_an_interrupted_replay_is_gone_on_with_and_writes_nothing_twice(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.go(numbers, fails=lambda message: message.offset % 3 == 0)
    story.handled.clear()
    story.replay(count=2)
    assert story.files() == ["p.dead.replay-1.maif"]
    story.replay()
    assert [message.offset for message in story.handled] == [0, 3, 6, 9]
    assert sorted(story.kept(), key=int) == [str(n) for n in range(10)]
    assert story.files() == ["p.dead.replayed-1.maif"]
