"""`DistributedBatchProcessor` on a real Dask cluster holds what it holds in processes of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra dask is not installed")

from distributed import Client, Event

from dask_cluster import last_in_line, two_processes
from maif.batch_processor import DistributedBatchProcessor
from maif.errors import BatchError, InvalidArgumentError, WorkerDiedError
from recorders import RecordedSource


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with two_processes() as client:
        yield client


def processor(client: Client, **settings: Any) -> DistributedBatchProcessor:
    return DistributedBatchProcessor(2, 2, backend="dask", client=client, **settings)


def test_results_come_in_the_order_of_the_batches(client: Client) -> None:
    assert processor(client).process_parallel(range(9), sum) == [1, 5, 9, 13, 8]


def test_results_come_as_they_are_completed(client: Client) -> None:
    first_may_end = Event("first may end", client=client)

    def wait_in_the_first(batch: list[int]) -> int:
        if 0 in batch:
            Event("first may end").wait()
        return batch[0]

    results = processor(client, ordered=False).stream(range(8), wait_in_the_first)
    assert sorted([next(results), next(results), next(results)]) == [2, 4, 6]
    first_may_end.set()
    assert list(results) == [0]


def test_batches_hold_what_dask_would_take_for_its_own(client: Client) -> None:
    items = [("not", "a key"), {"a": [1]}]
    assert processor(client).process_parallel(items, list) == [items]


def test_the_source_is_not_read_far_ahead(client: Client) -> None:
    source = RecordedSource()
    results = processor(client, max_in_flight=3).stream(source, sum)
    for _ in range(5):
        next(results)
        assert source.pulled <= 2 * (5 + 3 + 6)
    results.close()
    assert source.closed == 1


def test_an_error_names_its_batch_and_says_what_happened_there(client: Client) -> None:
    def fail_at_four(batch: list[int]) -> int:
        if 4 in batch:
            raise LookupError("no four")
        return batch[0]

    results = processor(client).stream(range(10), fail_at_four)
    assert [next(results), next(results)] == [0, 2]
    with pytest.raises(BatchError, match=r"batch 2 \(2 items, the first 4\): LookupError: no four") as caught:
        next(results)
    cause = caught.value.__cause__
    assert isinstance(cause, LookupError)
    assert "fail_at_four" in cause.__notes__[0]


def test_leaving_early_drops_what_waits_on_the_cluster(client: Client, tmp_path: Path) -> None:
    gate = Event("gate", client=client)

    def process(batch: list[int]) -> int:
        (tmp_path / str(batch[0])).touch()
        if batch[0] > 0:
            Event("begun").set()
            Event("gate").wait()
        return batch[0]

    source = RecordedSource()
    results = processor(client).stream(source, process)
    assert next(results) == 0
    Event("begun", client=client).wait()
    results.close()
    assert source.closed == 1
    last = last_in_line(client)
    gate.set()
    client.gather(last)
    assert len(list(tmp_path.iterdir())) <= 3  # the first, and one for each worker


def test_the_batch_of_a_killed_worker_is_processed_again(client: Client, tmp_path: Path) -> None:
    def be_killed_once(batch: list[int]) -> list[int]:
        mark = tmp_path / str(batch[0])
        if batch[0] == 4 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return batch

    assert processor(client).process_parallel(range(8), be_killed_once) == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert (tmp_path / "4").exists()


def test_a_batch_that_kills_every_worker_is_named(client: Client) -> None:
    def be_killed(batch: list[int]) -> None:
        if 2 in batch:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(BatchError, match=r"batch 1 .*the cluster gave up calling be_killed") as caught:
        processor(client, retries=5, max_in_flight=1).process_parallel(range(4), be_killed)
    assert isinstance(caught.value.__cause__, WorkerDiedError)


def test_a_client_that_is_closed_meanwhile_ends_the_results_with_an_error() -> None:
    with two_processes() as client:
        begun = Event("begun", client=client)

        def wait_for_ever(batch: list[int]) -> None:
            Event("begun").set()
            Event("never").wait()

        with ThreadPoolExecutor(1) as reader:
            results = reader.submit(processor(client).process_parallel, range(4), wait_for_ever)
            begun.wait()
            client.close()
            with pytest.raises(BatchError, match="the cluster gave up"):
                results.result()


def test_an_asynchronous_client_is_refused() -> None:
    class AsynchronousClient:
        asynchronous = True

    with pytest.raises(InvalidArgumentError, match="asynchronous"):
        processor(AsynchronousClient()).process_parallel([1], sum)
