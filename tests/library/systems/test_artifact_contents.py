"""Looking into artifacts: similarity, sentiment, pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maif.clock import run
from maif.errors import BlockNotFoundError, InvalidArgumentError, InvalidTypeError
from maif.realtime.client import Client, find_similar_content, get_or_create_artifact
from maif.realtime.message import Message
from maif.realtime.processor import StreamProcessor
from maif.segments import read_blocks, segment_paths
from maif.semantic import HashingEmbedder, Hit

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

NEWS = ["The flight to Chicago is delayed.", "Salt the soup before serving.", "The market closed higher today."]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with Client(root=root, embedder=HashingEmbedder(), segment_size="8KB") as client:
        yield client


@pytest.fixture(scope="module")
def hopper() -> bytes:
    import matplotlib

    return (Path(matplotlib.get_data_path()) / "sample_data/grace_hopper.jpg").read_bytes()


def test_a_text_is_followed_by_its_embedding_which_names_it(client: Client) -> None:
    artifact = client.artifact("news")
    block_id = artifact.add_text(NEWS[0], generate_embeddings=True)
    text, embedding = artifact.read_blocks()
    assert (text.block_id, text.text) == (block_id, NEWS[0])
    assert embedding.block_type == "EMBD"
    assert embedding.metadata["text_id"] == block_id
    assert embedding.metadata["embedder"] == "hashing-256"
    assert embedding.array == pytest.approx(HashingEmbedder().embed([NEWS[0]]))


@pytest.mark.parametrize("generate_embeddings", [False, True])
def test_the_nearest_text_is_found_first(client: Client, generate_embeddings: bool) -> None:
    artifact = client.artifact("news")
    ids = [artifact.add_text(text, generate_embeddings=generate_embeddings) for text in NEWS]
    hits = artifact.search_similar("flights to Chicago were delayed", max_results=2)
    assert [type(hit) for hit in hits] == [Hit, Hit]
    assert (hits[0].id, hits[0].text, hits[0].source) == (ids[0], NEWS[0], "news")
    assert hits[0].score > hits[1].score
    assert hits[0].block is not None
    assert hits[0].block.block_id == ids[0]
    assert artifact.search_similar("soup", max_results=0) == []


def test_stored_embeddings_are_used_and_others_are_not(root: Path) -> None:
    class Counting(HashingEmbedder):
        embedded: int = 0

        def embed(self, texts: Sequence[str]) -> Vectors:
            self.embedded += len(texts)
            return super().embed(texts)

    with Client(root=root, embedder=HashingEmbedder()) as client:
        for text in NEWS:
            client.artifact("news").add_text(text, generate_embeddings=True)
    counting = Counting()
    Client(root=root, embedder=counting).artifact("news").search_similar("a query")
    assert counting.embedded == 1  # the query alone
    other = Counting(64)
    hits = Client(root=root, embedder=other).artifact("news").search_similar("salt the soup")
    assert hits[0].text == NEWS[1]
    assert other.embedded == 4


def test_a_search_sees_what_came_since_also_from_others_and_what_was_finished(client: Client, root: Path) -> None:
    artifact = client.artifact("news")
    for n in range(30):
        artifact.add_text(f"filler number {n}")
    assert len(artifact.search_similar("filler", 100)) == 30
    with Client(root=root) as other:
        other.artifact("news").add_text(NEWS[0])
        assert artifact.search_similar("delayed flight to Chicago", 1)[0].text != NEWS[0]
        other.artifact("news").flush()
        assert artifact.search_similar("delayed flight to Chicago", 1)[0].text == NEWS[0]
    for n in range(30, 60):
        artifact.add_text(f"filler number {n}")
    client.close()
    assert len(segment_paths(artifact.folder)) > 2
    assert len(artifact.search_similar("filler", 100)) == 61
    assert artifact.search_similar("delayed flight to Chicago", 1)[0].text == NEWS[0]


def test_a_source_that_shares_an_artifact_finds_its_own(client: Client) -> None:
    for n in range(20):
        client.artifact("other", shared=True).add_text(f"a flight to Chicago, number {n}")
    mine = client.artifact("mine", shared=True)
    block_id = mine.add_text("salt")
    assert [hit.id for hit in mine.search_similar("flight to Chicago")] == [block_id]
    assert {hit.source for hit in client.find_similar("a flight to Chicago", 0.1, 30)} == {"other"}


def test_content_is_found_in_all_artifacts_by_threshold(client: Client) -> None:
    for number, text in enumerate(NEWS):
        client.artifact(f"news {number}").add_text(text)
    hits = asyncio.run(find_similar_content(NEWS[2], 0.99, 5, client=client))
    assert [(hit.text, hit.source) for hit in hits] == [(NEWS[2], "news 2")]
    assert hits[0].score == pytest.approx(1)
    assert len(client.find_similar(NEWS[2], threshold=-1)) == 3
    with pytest.raises(InvalidTypeError):
        client.find_similar(7)  # type: ignore[arg-type]


def test_a_running_message_finds_itself_in_its_artifact_and_not_in_all_content(client: Client) -> None:
    found: list[object] = []

    async def main() -> None:
        processor = StreamProcessor("live", client, {"parallelism": 1})
        processor.add_iterable_source(NEWS[:1] * 2, "news")

        @processor.on_text_message
        async def look(message: Message) -> None:
            artifact = get_or_create_artifact("news")
            block_id = await artifact.add_text_async(message.content or "", process_immediately=True)
            assert (await artifact.search_similar_async(NEWS[0], 5))[-1].id == block_id
            found.append(len(await find_similar_content(message.content or "", threshold=0.9, max_results=5)))

        await processor.run()

    run(main())
    assert found == [0, 1]


def test_sentiment_is_told_of_a_text_by_its_id(client: Client) -> None:
    artifact = client.artifact("news")
    good, bad = artifact.add_text("What a wonderful day!"), artifact.add_text("I hate delays.")
    assert artifact.analyze_sentiment(good).label == "positive"
    assert asyncio.run(artifact.analyze_sentiment_async(bad)).label == "negative"
    with pytest.raises(BlockNotFoundError):
        artifact.analyze_sentiment("0" * 32)


def test_a_picture_is_kept_with_what_is_seen_in_it(client: Client, hopper: bytes) -> None:
    artifact = client.artifact("pictures")
    features = {"object_detection": True, "scene_analysis": True, "face_detection": True}
    block_id = asyncio.run(artifact.add_image_async(hopper, features=features, metadata={"by": "navy"}))
    block = artifact.get_block(block_id)
    assert block.data == hopper
    assert block.block_type == "IMAG"
    assert (block.metadata["by"], block.metadata["format"]) == ("navy", "jpeg")
    assert block.metadata["features"]["scene_analysis"]["width"] == 512
    objects = asyncio.run(artifact.get_detected_objects_async(block_id))
    assert {each.label for each in objects} == {"eye", "face"}


def test_a_picture_that_nobody_looked_at_is_looked_at_when_asked(client: Client, hopper: bytes) -> None:
    artifact = client.artifact("pictures")
    block_id = artifact.add_image(hopper)
    assert "features" not in artifact.get_block(block_id).metadata
    assert {each.label for each in artifact.get_detected_objects(block_id)} == {"eye"}
    text_id = artifact.add_text("a text")
    with pytest.raises(InvalidArgumentError, match="no picture"):
        artifact.get_detected_objects(text_id)


@pytest.mark.parametrize("data", [b"", b"a text", b"\xff\xd8\xff, and no more"])
def test_what_is_no_picture_is_not_kept(client: Client, data: bytes) -> None:
    with pytest.raises(InvalidArgumentError, match="no picture"):
        client.artifact("pictures").add_image(data, features=["scene_analysis"])
    assert list(client.artifact("pictures").read_blocks()) == []


def test_large_contents_are_written_as_they_are(client: Client) -> None:
    data = b"\x89PNG\r\n\x1a\n" + np.random.default_rng(0).bytes(3 << 20)
    block_id = client.artifact("pictures").add_image(data)
    client.close()
    (block,) = read_blocks(client.artifact("pictures").folder)
    assert (block.block_id, block.data) == (block_id, data)
