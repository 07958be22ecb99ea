"""An artifact that is interrupted wherever the interpreter looks for signals: as before, or failed for good."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from interrupting import Interrupt, apart, signalled_at
from maif.errors import ClosedError
from maif.realtime import Artifact, Client, create_client
from maif.segments import segment_paths
from maif.verification import verify_file

KEY = bytes(range(32))
LONG_ID = "sensor " * 40  # whose folder is called by its hash


@pytest.fixture(autouse=True)
def no_waiting_and_no_warnings_of_what_was_not_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


def made(root: Path) -> Client:
    return create_client("guide", root, KEY, lambda texts: [[1.0]] * len(texts), segment_size=4000)


def no_ids(_: None) -> list[str]:
    return []


STEPS: dict[str, Callable[[Client, Artifact], list[str]]] = {
    "add": lambda client, artifact: [artifact.add_text("two")],
    "add what fills the segment": lambda client, artifact: [artifact.add_text("two" * 2000)],
    "flush": lambda client, artifact: no_ids(artifact.flush()),
    "sync": lambda client, artifact: no_ids(artifact.flush(sync=True)),
    "begin another": lambda client, artifact: [client.artifact("another").add_text("two")],
    "close": lambda client, artifact: no_ids(client.close()),
}


@pytest.mark.parametrize("error", [Interrupt, MemoryError])
@pytest.mark.parametrize("step", STEPS)
@apart
def test_an_interrupted_artifact_is_as_before_or_has_failed_for_good(
    tmp_path: Path, step: str, error: type[BaseException]
) -> None:
    outcomes: Counter[str] = Counter()
    for number in itertools.count(1, 5 if step == "begin another" else 1):
        root = tmp_path / str(number)
        client = made(root)
        artifact = client.artifact(LONG_ID)
        synced = [artifact.add_text("one")]
        artifact.flush(sync=True)
        ids, ended = [], False
        try:
            with signalled_at(number, error):
                ids = STEPS[step](client, artifact)
            ended = True
        except error:
            pass
        try:
            ids.append(artifact.add_text("after"))
            client.close()
            outcome = "as before"
        except ClosedError:
            with pytest.raises(ClosedError):
                client.close()
            outcome = "failed"
        outcomes[outcome] += 1
        there = Counter(block.block_id for each in made(root).artifacts() for block in each.read_blocks())
        assert max(there.values()) == 1
        assert there.keys() >= set(synced), f"what was synced is lost by an interrupt at {number}"
        if outcome == "as before":
            assert there.keys() >= set(ids), f"what was taken is lost by an interrupt at {number}"
            for path in segment_paths(artifact.folder):
                assert verify_file(path).errors == [], f"by an interrupt at {number}"
        shutil.rmtree(root)
        if ended:
            break
    assert outcomes["as before"] > 3


@apart
def test_a_segment_that_could_not_be_begun_is_none(tmp_path: Path) -> None:
    for number in itertools.count(1, 5):
        root = tmp_path / str(number)
        client = made(root)
        try:
            with signalled_at(number):
                client.artifact(LONG_ID).add_text("first")
        except Interrupt:
            with suppress(ClosedError):  # it has begun, and then failed for good
                block_id = client.artifact(LONG_ID).add_text("second")
                client.close()
                (artifact,) = made(root).artifacts()
                assert artifact.source_id == LONG_ID
                assert block_id in [block.block_id for block in artifact.read_blocks()]
            with suppress(ClosedError):
                client.close()
            shutil.rmtree(root)
            continue
        client.close()
        break
    assert number > 100
