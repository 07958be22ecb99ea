"""Personal data are found before a text is written, and gone once it is anonymised: from every reader and byte."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from maif.clock import run
from maif.errors import BlockNotFoundError, InvalidArgumentError
from maif.realtime.artifact.compacting import Compaction, needs_compacting
from maif.realtime.artifact.dead_letters import dead_letter_path
from maif.realtime.client import Client, anonymize_content, get_or_create_artifact
from maif.realtime.config import StreamConfig
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.outbox import DeadLetter, Origin
from maif.realtime.processor import StreamProcessor
from maif.segments import read_blocks, segment_paths
from maif.semantic import HashingEmbedder
from maif.streaming import MAIFStreamReader
from maif.verification import verify_file

SECRET = "ada.lovelace@example.org"
TEXT = f"Please write to {SECRET} about the engine."
CLEAN = "Please write to [EMAIL] about the engine."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


def client_of(root: Path, **options: Any) -> Client:
    return Client(root=root, embedder=HashingEmbedder(), **options)


def is_found(root: Path, secret: str = SECRET) -> list[str]:
    """Return the files below a folder in which a text stands, as it is or as JSON has it."""
    spellings = (secret.encode(), secret.encode("unicode_escape"))
    paths = [path for path in root.rglob("*") if path.is_file()]
    return [path.name for path in paths if any(spelling in path.read_bytes() for spelling in spellings)]


def texts_in(folder: str | Path) -> list[str]:
    return [block.text for block in read_blocks(folder) if block.block_type == "TEXT"]


def processed(root: Path, items: list[str], **handlers: object) -> list[Event]:
    """Run a processor that keeps each text, and anonymises what has personal data in it; return the events."""
    events: list[Event] = []

    async def main() -> None:
        processor = StreamProcessor("live", client_of(root))
        processor.add_iterable_source(items, "mail", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            await get_or_create_artifact("mail").add_text_async(message.content or "", generate_embeddings=True)

        @processor.on_event("privacy_violation")
        async def hide(event: Event) -> None:
            events.append(event)
            assert await anonymize_content(event.content_id) == 1

        await processor.run()

    run(main())
    return events


def test_within_its_message_a_text_never_reaches_the_disk(root: Path) -> None:
    (event,) = processed(root, ["nothing here", TEXT])
    assert event.payload == [{"kind": "email", "start": 16, "end": 40}]
    assert event.content is None
    assert SECRET not in repr(event)
    blocks = list(read_blocks(root / "mail"))
    text = next(block for block in blocks if block.block_id == event.content_id)
    assert text.text == CLEAN
    embedding = next(block for block in blocks if block.metadata.get("text_id") == event.content_id)
    assert embedding.array == pytest.approx(HashingEmbedder().embed([CLEAN]))
    assert is_found(root) == []
    assert processed(root, ["nothing here", TEXT]) == []  # it is there already


def test_nobody_looks_for_what_nobody_wants_to_know(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from maif.analysis import privacy

    monkeypatch.setattr(privacy, "find_personal_data", lambda *arguments: pytest.fail("somebody looked"))

    async def main() -> None:
        processor = StreamProcessor("live", client_of(root))
        processor.add_iterable_source([TEXT], "mail")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            await get_or_create_artifact("mail").add_text_async(message.content or "")

        await processor.run()

    run(main())
    assert texts_in(root / "mail") == [TEXT]


def test_detectors_of_ones_own_are_asked_as_well(root: Path) -> None:
    with client_of(root) as client:
        client.detectors.append(lambda text: [(*match.span(), "engine") for match in re.finditer("engine", text)])
        block_id = client.artifact("mail").add_text("the engine")
        assert client.anonymize(block_id) == 1
        assert client.artifact("mail").get_block(block_id).text == "the [ENGINE]"


def test_later_it_is_hidden_at_once_and_then_taken_out(root: Path) -> None:
    client = client_of(root, segment_size="16KB")
    artifact = client.artifact("mail")
    ids = []
    for n in range(40):
        metadata = {"to": SECRET, SECRET: [n]} if n == 20 else {"n": n}
        ids.append(
            artifact.add_text(TEXT if n in (3, 20) else f"text {n}", metadata=metadata, generate_embeddings=True)
        )
    artifact.flush()
    assert len(segment_paths(artifact.folder)) > 2
    assert SECRET in artifact.search_similar(TEXT, 1)[0].text
    for number in (3, 20):
        assert run(anonymize_content(ids[number], client=client)) == 1

    expected = [CLEAN if n in (3, 20) else f"text {n}" for n in range(40)]
    assert texts_in(artifact.folder) == expected
    assert artifact.get_block(ids[20]).metadata == {"to": "[EMAIL]", "[EMAIL]": [20]}
    assert SECRET not in repr([hit.text for hit in artifact.search_similar(TEXT, 40)])
    assert artifact.search_similar(CLEAN, 2)[0].score == pytest.approx(1, abs=1e-5)
    assert texts_in(artifact.folder) == expected
    assert is_found(root) != []

    times = [block.timestamp for block in read_blocks(artifact.folder)]
    assert artifact.compact()
    assert is_found(root) == []
    assert not needs_compacting(artifact.folder)
    assert texts_in(artifact.folder) == expected
    assert [block.timestamp for block in read_blocks(artifact.folder)] == times
    assert [block.block_id for block in read_blocks(artifact.folder) if block.block_type == "TEXT"] == ids
    embeddings = {b.metadata["text_id"]: b.array for b in read_blocks(artifact.folder) if b.block_type == "EMBD"}
    assert embeddings[ids[3]] == pytest.approx(HashingEmbedder().embed([CLEAN]))
    assert artifact.search_similar(CLEAN, 2)[0].score == pytest.approx(1, abs=1e-5)
    artifact.add_text("and on it goes")
    client.close()
    assert texts_in(artifact.folder) == [*expected, "and on it goes"]
    assert all(verify_file(path).ok for path in segment_paths(artifact.folder))


def test_closing_takes_it_out_and_so_does_the_next_start_after_a_kill(root: Path) -> None:
    with client_of(root) as client:
        client.anonymize(client.artifact("a").add_text(TEXT))
        client.artifact("a").add_text("another")
    assert is_found(root) == []
    program = f"""
import os
from maif.realtime.client import Client
from maif.semantic import HashingEmbedder
client = Client(root={str(root)!r}, embedder=HashingEmbedder())
client.anonymize(client.artifact("b").add_text({TEXT!r}))
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert is_found(root) != []
    assert texts_in(root / "b") == [CLEAN]
    processed(root, [])
    assert is_found(root) == []
    assert texts_in(root / "b") == [CLEAN]


def test_the_message_read_again_does_not_bring_it_back(root: Path) -> None:
    async def main() -> None:
        processor = StreamProcessor("live", client_of(root))
        processor.add_iterable_source([TEXT], "mail", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            await get_or_create_artifact("mail").add_text_async(message.content or "")

        await processor.run()

    run(main())
    with client_of(root) as client:
        (block,) = client.artifact("mail").read_blocks()
        client.anonymize(block.block_id)
    run(main())
    assert is_found(root) == []
    (block,) = read_blocks(root / "mail")
    assert (block.text, block.metadata["_from"]) == (CLEAN, ["mail", "g", 0, 0, 0, 1])


def test_dead_letters_and_what_lies_beside_are_cleaned_as_well(root: Path) -> None:
    client = client_of(root)
    storage = client.open_storage("live", StreamConfig())
    raw = f'{{"content": "{SECRET}", "n": 1}}'.encode()
    for position, data in enumerate([b"nothing", raw]):
        letter = DeadLetter(Origin("s", "g", 0, position), "s", data, None, 0.0, 1, f"ValueError: {SECRET}", "…")
        run(storage.write_dead_letter(letter))
    block_id = client.artifact("mail").add_text(TEXT)
    client.artifact("mail").flush()
    Path(client.artifact("mail").folder, "000001.maif.damaged").write_bytes(SECRET.encode())
    client.anonymize(block_id)
    assert client.compact()
    assert is_found(root) == []
    client.close()
    with MAIFStreamReader(dead_letter_path(str(root), "live"), verify=True) as reader:
        assert [block.data for block in reader] == [b"nothing", raw.replace(SECRET.encode(), b"[EMAIL]")]
        assert [block.metadata["_from"][3] for block in reader] == [0, 1]


def test_what_another_process_writes_is_left_until_it_is_done(root: Path) -> None:
    other = client_of(root)
    block_id = other.artifact("mail").add_text(TEXT)
    other.artifact("mail").flush()
    with client_of(root) as client:
        assert client.anonymize(block_id) == 1
        assert not client.artifact("mail").compact()
        assert texts_in(root / "mail") == [CLEAN]
    assert is_found(root) != []
    other.artifact("mail").add_text("more")
    other.close()
    assert is_found(root) == []
    assert texts_in(root / "mail") == [CLEAN, "more"]


def test_a_compaction_that_is_killed_loses_nothing_and_is_done_again(root: Path) -> None:
    with client_of(root) as client:
        ids = [client.artifact("mail").add_text(text) for text in ("one", TEXT, "three")]
    program = f"""
import os, sys
from maif.realtime.client import Client
from maif.semantic import HashingEmbedder
client = Client(root={str(root)!r}, embedder=HashingEmbedder())
calls, last = 0, int(sys.argv[1])
def dying(call):
    def replacement(*arguments, **options):
        global calls
        calls += 1
        if calls == last:
            os.kill(os.getpid(), 9)
        return call(*arguments, **options)
    return replacement
for name in ("pwrite", "fsync", "replace", "unlink", "link", "write"):
    setattr(os, name, dying(getattr(os, name)))
client.anonymize({ids[1]!r})
client.compact()
os._exit(0)
"""
    deaths = 0
    for number in range(1, 40, 3):
        process = subprocess.run([sys.executable, "-c", program, str(number)], check=False, timeout=60)
        assert texts_in(root / "mail") in (["one", TEXT, "three"], ["one", CLEAN, "three"])
        if process.returncode == 0:
            break
        deaths += 1
    assert deaths > 2
    client_of(root).close()
    assert is_found(root) == []
    assert texts_in(root / "mail") == ["one", CLEAN, "three"]
    assert [verify_file(path).ok for path in segment_paths(root / "mail")] == [True]
    assert sorted(os.listdir(root / "mail")) == ["000001.maif"]


def test_what_cannot_be_anonymised_is_said(root: Path) -> None:
    with client_of(root) as client:
        assert run(anonymize_content(None, client=client)) == 0
        assert client.anonymize(client.artifact("a").add_text("nothing personal")) == 0
        assert not needs_compacting(client.artifact("a").folder)
        with pytest.raises(BlockNotFoundError, match="no artifact"):
            client.anonymize("0" * 32)
        picture = client.artifact("a").add_image(b"\x89PNG\r\n\x1a\n".ljust(20))
        with pytest.raises(InvalidArgumentError, match="only texts"):
            client.anonymize(picture)


def test_a_start_takes_out_what_one_that_died_had_masked(root: Path) -> None:
    program = f"""
import os
from maif.realtime.client import Client
from maif.semantic import HashingEmbedder
client = Client(root={str(root)!r}, embedder=HashingEmbedder())
client.anonymize(client.artifact("mail").add_text({TEXT!r}))
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    client = client_of(root)
    storage = client.open_storage("live", StreamConfig())
    run(storage.hold("mail", "g", {0: 0}))
    if (job := client.compact_later(client.artifact("mail").folder)) is not None:  # behind the one that `hold` began
        job.result()
    assert is_found(root) == []
    assert texts_in(root / "mail") == [CLEAN]
    client.close()


class HeldUp(HashingEmbedder):
    """An embedder that takes as long as somebody wants it to, and says when it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str]) -> Any:
        self.asked.set()
        assert self.go_on.wait(60)
        return super().embed(texts)


def masked_texts(root: Path, texts: Sequence[str]) -> None:
    """Leave an artifact in which what was anonymised is masked, and still in its file."""
    client = client_of(root)
    artifact = client.artifact("mail")
    for block_id in [artifact.add_text(text, generate_embeddings=True) for text in texts]:
        client.anonymize(block_id)
    client.shelf.finish()
    assert needs_compacting(artifact.folder)


def wait_for_chores() -> None:
    for thread in threading.enumerate():
        if thread.name == "maif-chores":
            thread.join(60)
            assert not thread.is_alive()


def test_a_stop_waits_for_no_compaction_and_the_next_start_goes_on_with_it(root: Path) -> None:
    masked_texts(root, [TEXT, TEXT])
    embedder = HeldUp()

    async def main() -> None:
        processor = StreamProcessor("live", Client(root=root, embedder=embedder), {"stop_timeout": "500ms"})
        processor.add_iterable_source(["one"], "numbers", group="g")

        @processor.on_text_message
        async def keep(message: Message) -> None:
            await get_or_create_artifact("mail").add_text_async(message.content or "")

        assert (await processor.run()).finished == 1

    run(main())  # would wait for ever
    assert embedder.asked.is_set()
    assert texts_in(root / "mail") == [CLEAN, CLEAN, "one"]
    assert is_found(root) != []
    embedder.go_on.set()
    wait_for_chores()  # it leaves off, and the file as it was
    processed(root, [])
    assert is_found(root) == []
    assert texts_in(root / "mail") == [CLEAN, CLEAN, "one"]
    assert all(verify_file(path).ok for path in segment_paths(root / "mail"))


def test_nobody_waits_for_a_compaction_in_the_background(root: Path) -> None:
    masked_texts(root, [TEXT])
    embedder = HeldUp()
    client = Client(root=root, embedder=embedder)
    compacting = client.compact_later(client.artifact("mail").folder)
    assert compacting is not None
    assert embedder.asked.wait(60)
    client.artifact("mail").add_text("more")
    client.artifact("mail").flush()
    assert texts_in(root / "mail") == [CLEAN, "more"]
    client.shelf.writer("mail").finish()
    assert len(segment_paths(root / "mail")) == 2
    embedder.go_on.set()
    compacting.result()
    assert is_found(root) == []
    client.close()
    assert texts_in(root / "mail") == [CLEAN, "more"]


def test_a_compaction_that_is_given_up_leaves_its_file_as_it_was(root: Path) -> None:
    masked_texts(root, [TEXT] * 3)
    (path,) = segment_paths(root / "mail")
    before = Path(path).read_bytes()
    client = client_of(root)
    embedder, given_up = HeldUp(), threading.Event()
    embedder.go_on.set()
    embedder.asked = given_up  # from the first embedding on
    assert not Compaction(str(root / "mail"), [], client.shelf.writing, embedder, given_up).run()
    assert Path(path).read_bytes() == before
    assert sorted(os.listdir(root / "mail")) == [os.path.basename(path), "masked.lines"]
    assert client.compact()
    assert is_found(root) == []
    assert texts_in(root / "mail") == [CLEAN] * 3
    client.close()
