"""What else a processor does: models that learn, similar messages, metrics; and all of it with real artifacts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from brokers import Broker, BrokerSource
from maif import compat
from maif.clock import run
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.realtime import create_client, create_stream_processor, find_similar_content, get_or_create_artifact
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.processor import StreamProcessor
from maif.realtime.processor.learning import Learner
from maif.semantic import HashingEmbedder
from storages import Disk, MemoryStorage


class Mean:
    """The simplest model: predicts the mean so far."""

    def __init__(self) -> None:
        self.count, self.total = 0, 0.0

    def predict_one(self, x: dict[str, Any]) -> float:
        return self.total / self.count if self.count else 0.0

    def learn_one(self, x: dict[str, Any], y: float) -> None:
        self.count += 1
        self.total += y


def over(items: Any, storage: MemoryStorage | None = None, **config: Any) -> StreamProcessor:
    processor = StreamProcessor("test", storage or MemoryStorage(), config)
    processor.add_iterable_source(items)
    return processor


def number_in(message: Message) -> float:
    return float(str(message.content))


class TestLearning:
    def learning(self, items: Any, storage: MemoryStorage, **options: Any) -> tuple[StreamProcessor, Learner]:
        processor = over(items, storage, parallelism=1)
        return processor, processor.learn("mean", Mean(), features=lambda m: {}, label=number_in, **options)

    def test_a_model_predicts_then_learns(self) -> None:
        processor, learner = self.learning([1, 2, 3], MemoryStorage(), detect_drift=False)
        stats = run(processor.run())
        assert learner.model.count == 3
        assert stats.learning["mean"]["error"] == pytest.approx((1 + 1 + 1.5) / 3)

    def test_a_restart_takes_up_what_was_learned(self) -> None:
        disk = Disk()
        for _ in range(2):
            processor, learner = self.learning([1, 2, 3], MemoryStorage(disk), detect_drift=False)
            run(processor.run())
        assert learner.model.count == 6
        assert processor.stats.learning["mean"]["messages"] == 6

    def test_no_position_is_committed_before_what_it_taught_is_saved(self) -> None:
        disk, saved = Disk(), []

        class Watching(BrokerSource):
            async def commit(self, positions: Any) -> None:
                saved.append((dict(positions), bool(disk.states)))
                await super().commit(positions)

        processor = StreamProcessor("test", MemoryStorage(disk), {"commit_interval": "1h"})
        processor.add_source(Watching(Broker({0: [(None, str(n)) for n in range(25)]})))
        processor.learn("mean", Mean(), features=lambda m: {}, label=number_in, snapshot_every=10, detect_drift=False)
        run(processor.run())
        assert len(saved) >= 2  # one for a snapshot on the way, and the last
        assert all(was_saved for _, was_saved in saved)

    def test_a_message_that_fails_teaches_nothing(self) -> None:
        processor, learner = self.learning([1, 2, 3], MemoryStorage(), detect_drift=False)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if message.content == "2":
                raise ValueError("no")

        run(processor.run())
        assert learner.model.count == 2

    def test_a_drift_is_told_of(self) -> None:
        pytest.importorskip("river")
        processor, learner = self.learning([0] * 500 + [100] * 500, MemoryStorage())
        told = []

        @processor.on_event("drift")
        async def drift(event: Event) -> None:
            told.append(event.content)

        run(processor.run())
        assert told
        assert set(told) == {"mean"}
        assert learner.drifts == len(told)

    def test_messages_without_features_or_label_are_left_out(self) -> None:
        processor = over(["1", "x", "3"])
        learner = processor.learn(
            "mean",
            Mean(),
            features=lambda m: {},
            label=lambda m: float(m.content) if m.content and m.content.isdigit() else None,
            detect_drift=False,
        )
        run(processor.run())
        assert learner.model.count == 2

    def test_a_model_must_learn_and_predict_and_have_a_name_of_its_own(self) -> None:
        processor = over([])
        with pytest.raises(InvalidTypeError, match="predict_one"):
            processor.learn("none", object(), features=repr, label=repr)
        processor.learn("mean", Mean(), features=repr, label=repr, detect_drift=False)
        with pytest.raises(InvalidArgumentError, match="already"):
            processor.learn("mean", Mean(), features=repr, label=repr)


class TestSimilarity:
    def test_a_message_like_an_earlier_one_is_told_of_and_never_like_itself(self) -> None:
        texts = ["the door is open", "all is quiet on the western front", "the door is open", "the door is open!"]
        processor = over(texts, ordering="partition", similarity_threshold=0.8, retries=1)
        told, failed = [], list[bool]()

        @processor.on_event("similarity_threshold")
        async def similar(event: Event) -> None:
            told.append((event.content, [hit.id for hit in event.payload["similar"]]))
            if not failed:
                failed.append(True)
                raise OSError("again, please")

        run(processor.run())
        assert told[0] == told[1] == ("the door is open", ["items/0/0"])
        assert told[2][1][:1] in (["items/0/0"], ["items/0/2"])

    def test_only_the_latest_are_compared_with(self) -> None:
        processor = over(["a b c", "d e f", "g h i", "a b c"], parallelism=1, similarity_window=2)
        told = []

        @processor.on_event("similarity_threshold")
        async def similar(event: Event) -> None:
            told.append(event.content)

        run(processor.run())
        assert told == []


class TestMetrics:
    def test_stats_are_metrics(self) -> None:
        prometheus = pytest.importorskip("prometheus_client.parser")
        processor = over(["1", "2"])
        processor.learn("mean", Mean(), features=lambda m: {}, label=number_in, detect_drift=False)
        run(processor.run())
        families = {f.name: f for f in prometheus.text_string_to_metric_families(processor.metrics())}
        finished = families["maif_live_finished"]
        assert finished.type == "counter"
        assert [(s.labels, s.value) for s in finished.samples if s.name.endswith("_total")] == [
            ({"processor": "test"}, 2)
        ]
        assert families["maif_live_slots"].type == "gauge"
        assert {s.labels["measure"] for s in families["maif_live_learning"].samples} == {"messages", "error", "recent"}


@pytest.fixture
def older_names() -> Iterator[None]:
    compat.install()
    yield
    compat.uninstall()


class TestWithArtifacts:
    def test_a_program_for_the_older_name_runs_unchanged(self, tmp_path: Path, older_names: None) -> None:
        from maif_sdk import StreamConfig, create_client, create_stream_processor, get_or_create_artifact

        client = create_client("agent", root=tmp_path / "store", embedder=HashingEmbedder())
        config = StreamConfig(buffer_size="128MB", batch_size=100, processing_mode="real_time", parallelism=4)
        processor: StreamProcessor = create_stream_processor("monitor", client, config)
        processor.add_iterable_source([{"source_id": f"s{n % 3}", "content": f"reading {n}"} for n in range(30)])

        @processor.on_text_message
        async def handle_text(message: Any) -> None:
            artifact = get_or_create_artifact(message.source_id)
            await artifact.add_text_async(message.content, process_immediately=True, generate_embeddings=True)

        stats = run(processor.run())
        assert stats.finished == 30
        texts = [
            block.text for block in client.artifact("s1").read_blocks() if block.type_name.upper().startswith("TEXT")
        ]
        assert sorted(texts) == sorted(f"reading {n}" for n in range(30) if n % 3 == 1)

    def test_nothing_is_written_twice_across_restarts_that_forget_the_last_commits(self, tmp_path: Path) -> None:
        broker = Broker({0: [(None, f"0/{n}") for n in range(20)], 1: [("k", f"1/{n}") for n in range(20)]})
        held = 0
        for life in range(3):
            client = create_client("agent", root=tmp_path, embedder=HashingEmbedder())
            processor = create_stream_processor("test", client, {"commit_interval": "1h"})
            processor.add_source(BrokerSource(broker))

            @processor.on_text_message
            async def handler(message: Message) -> None:
                get_or_create_artifact("all").add_text(str(message.content))

            stats = run(processor.run(count=15))
            held += stats.already_held
            client.close()
            broker.committed = {0: 3} if life == 0 else broker.committed
        texts = [block.text for block in client.artifact("all").read_blocks() if block.block_type == "TEXT"]
        assert sorted(texts) == sorted(text for messages in broker.partitions.values() for _, text in messages)
        assert held > 0

    def test_a_large_file_goes_whole_to_its_handler(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/large.bin").write_bytes(bytes(range(256)) * 40)
        processor = create_stream_processor("test", create_client(root=tmp_path / "store"), {"mmap_size": "4KB"})
        processor.add_file_source(tmp_path / "in", "*.bin", large_file="8KB", final_line_after="1s")
        seen = []

        @processor.on_large_file
        async def handler(path: Path) -> None:
            with processor.mmap_file(path) as large:
                whole = b"".join([bytes(chunk) for chunk in large.iter_chunks(chunk_size="64MB")])
                sizes = [len(chunk) async for chunk in large.iter_chunks(chunk_size="64MB")]
            seen.append((whole == bytes(range(256)) * 40, sizes))

        run(processor.run(count=1))
        assert seen == [(True, [4096, 4096, 2048])]

    def test_dead_letters_are_a_maif_file(self, tmp_path: Path) -> None:
        client = create_client("agent", root=tmp_path)
        processor = create_stream_processor("test", client, {"on_error": "dead_letter"})
        processor.add_iterable_source(["good", "bad"])

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if message.content == "bad":
                raise KeyError("no such thing")

        run(processor.run())
        from maif.streaming import MAIFStreamReader

        with MAIFStreamReader(tmp_path / "test.dead.maif", allow_unfinished=True) as reader:
            letters = [block for block in reader if "KeyError" in str(block.metadata)]
        assert len(letters) == 1

    def test_a_picture_that_is_none_is_a_dead_letter_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        client = create_client("agent", root=tmp_path, embedder=HashingEmbedder())
        processor = create_stream_processor("test", client, {"retries": 1})
        picture = b"\x89PNG\r\n\x1a\n".ljust(40)
        items = [Message("camera", image_data=data) for data in (b"no picture", picture)]
        processor.add_iterable_source([*items, "a text"])

        @processor.on_image_message
        async def keep(message: Message) -> None:
            await get_or_create_artifact("camera").add_image_async(message.image_data or b"")

        @processor.on_text_message
        async def note(message: Message) -> None:
            await get_or_create_artifact("notes").add_text_async(message.content or "")

        stats = run(processor.run())
        client.close()
        assert (stats.dead_letters, stats.finished) == (1, 3)
        from maif.streaming import MAIFStreamReader

        with MAIFStreamReader(tmp_path / "test.dead.maif") as reader:
            (letter,) = reader
        assert "are no picture" in letter.metadata["error"]
        assert [block.data for block in client.artifact("camera").read_blocks() if block.block_type == "IMAG"] == [
            picture
        ]
        assert [block.text for block in client.artifact("notes").read_blocks() if block.block_type == "TEXT"] == [
            "a text"
        ]

    def test_similar_content_is_found_inside_a_handler_without_the_message_itself(self, tmp_path: Path) -> None:
        client = create_client("agent", root=tmp_path, embedder=HashingEmbedder())
        processor = create_stream_processor("test", client, {"parallelism": 1})
        processor.add_iterable_source(["the door is open", "the door is open"])
        found = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await get_or_create_artifact("log").add_text_async(str(message.content))
            found.append(len(await find_similar_content(str(message.content), threshold=0.9)))

        run(processor.run())
        assert found == [0, 1]

    def test_personal_data_is_told_of_and_never_reaches_the_disk(self, tmp_path: Path) -> None:
        pytest.importorskip("phonenumbers")
        from maif.realtime import anonymize_content

        client = create_client("agent", root=tmp_path, embedder=HashingEmbedder())
        processor = create_stream_processor("test", client)
        processor.add_iterable_source(["write to jane.doe@example.org please"])
        told = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await get_or_create_artifact("mail").add_text_async(str(message.content))

        @processor.on_event("privacy_violation")
        async def violation(event: Event) -> None:
            told.append(event.content_id)
            await anonymize_content(event.content_id)

        run(processor.run())
        client.close()
        assert len(told) == 1
        stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert b"jane.doe" not in stored
        assert b"write to" in stored


def test_an_endless_program_is_a_few_lines(tmp_path: Path) -> None:
    """The same program runs without its broker, with another source."""

    async def ticks() -> AsyncIterator[str]:
        while True:
            await asyncio.sleep(1)
            yield "tick"

    processor = create_stream_processor("clock", create_client(root=tmp_path))
    processor.add_iterable_source(ticks())

    @processor.on_text_message
    async def store(message: Message) -> None:
        get_or_create_artifact("ticks").add_text(str(message.content))

    assert run(processor.run(timeout="10.5s")).finished == 10
