"""Live streams, misused: what makes no sense is refused when it is said, and not message by message later."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from maif.errors import BlockNotFoundError, InvalidArgumentError, InvalidTypeError
from maif.realtime import Artifact, Client, StreamConfig, StreamProcessor, create_client, create_stream_processor

NO_TEXT: list[Any] = [None, 0, True, math.nan, b"x", [], ""]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with create_client("guide", tmp_path / "root") as made:
        yield made


@pytest.fixture
def processor(client: Client) -> StreamProcessor:
    return create_stream_processor("live", client)


@pytest.fixture
def artifact(client: Client) -> Artifact:
    artifact = client.artifact("notes")
    artifact.add_text("hello")
    return artifact


@pytest.mark.parametrize(
    ("name", "values"),
    {
        "agent_id": [None, 0, b"x", "\ud800"],
        "segment_size": [None, 0, -1, "much"],
        "max_open": [None, 0, -1, math.nan, True, "many"],
        "private_key": [3, b"short"],
        "embedder": [3, "words", b"words"],
    }.items(),
)
def test_a_client_that_could_write_nothing_is_not_made(tmp_path: Path, name: str, values: list[Any]) -> None:
    for value in values:
        with pytest.raises((InvalidTypeError, InvalidArgumentError)):
            create_client(**{"root": tmp_path, name: value})


@pytest.mark.parametrize("value", [None, math.nan, math.inf, 1.5, -2, "0.9", True])
def test_a_threshold_is_a_cosine(client: Client, value: Any) -> None:
    with pytest.raises((InvalidTypeError, InvalidArgumentError)):
        StreamConfig(similarity_threshold=value)
    with pytest.raises((InvalidTypeError, InvalidArgumentError)):
        client.find_similar("a text", threshold=value)


@pytest.mark.parametrize("name", [*NO_TEXT, "a/b", "/elsewhere", "a\0b", "\ud800", "a" * 201])
def test_a_processor_is_called_what_its_files_can_be_called(client: Client, tmp_path: Path, name: Any) -> None:
    with pytest.raises((InvalidTypeError, InvalidArgumentError), match="name"):
        create_stream_processor(name, client)
    assert [path.name for path in tmp_path.iterdir()] == ["root"]


@pytest.mark.parametrize("other", [0, "client", object()])
def test_a_processor_needs_somebody_who_stores(other: Any) -> None:
    with pytest.raises(InvalidTypeError, match="create_client"):
        create_stream_processor("live", other)


SAID: dict[str, Callable[[StreamProcessor, Any], object]] = {
    "the id of items": lambda processor, value: processor.add_iterable_source([1], value),
    "servers": lambda processor, value: processor.add_kafka_source(value, "topic"),
    "a topic": lambda processor, value: processor.add_kafka_source("host:1", value),
    "a pattern": lambda processor, value: processor.add_file_source(".", value),
    "the name of a model": lambda processor, value: processor.learn(value, object(), features=repr, label=repr),
}


@pytest.mark.parametrize("what", SAID)
@pytest.mark.parametrize("value", NO_TEXT)
def test_texts_are_texts(processor: StreamProcessor, what: str, value: Any) -> None:
    with pytest.raises(InvalidTypeError if what != "a pattern" else (InvalidTypeError, InvalidArgumentError)):
        SAID[what](processor, value)


@pytest.mark.parametrize("value", [0, b"x", [], ""])
def test_groups_events_and_headers_are_what_they_should_be(processor: StreamProcessor, value: Any) -> None:
    with pytest.raises(InvalidTypeError):
        processor.add_kafka_source("host:1", "topic", value)
    with pytest.raises(InvalidTypeError):
        processor.on_event(value)
    headers: Any = value or "none"
    with pytest.raises(InvalidTypeError):
        processor.add_websocket_source("ws://host/", headers=headers)


@pytest.mark.parametrize("value", [0, math.nan, b"x", "x", [], ["a"]])
def test_metadata_are_an_object(artifact: Artifact, value: Any) -> None:
    with pytest.raises(InvalidTypeError, match="JSON object"):
        artifact.add_text("a text", metadata=value)


@pytest.mark.parametrize("value", [None, 0, "text", [1]])
def test_a_picture_is_bytes(artifact: Artifact, value: Any) -> None:
    with pytest.raises(InvalidTypeError, match="picture"):
        artifact.add_image(value)
    with pytest.raises(InvalidArgumentError, match="no picture"):
        artifact.add_image(b"a text")


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_the_bytes_of_a_picture_may_be_of_any_kind(artifact: Artifact, kind: Callable[[bytes], Any]) -> None:
    assert artifact.get_block(artifact.add_image(kind(PNG))).data == PNG


@pytest.mark.parametrize("value", [0, True, math.nan, b"0" * 32, []])
def test_an_id_is_text(client: Client, artifact: Artifact, value: Any) -> None:
    for look in (artifact.get_block, artifact.analyze_sentiment, artifact.get_detected_objects, client.anonymize):
        with pytest.raises(InvalidTypeError, match="block id"):
            look(value)
    for look in (artifact.get_block, client.anonymize):
        with pytest.raises(BlockNotFoundError):
            look("no id")
