"""Pipelines: threads and processes, MAIF files at both ends, progress, drawings, the older name."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

import maif.pipeline
from maif import compat
from maif.clock import run
from maif.errors import FormatError, InvalidTypeError, TimeoutExpiredError, UnfinishedFileError
from maif.pipeline import (
    AsyncStream,
    Pipeline,
    batch_task,
    get_current_context,
    read_maif,
    set_current_context,
    single_task,
    write_maif,
)
from maif.pipeline.run import Run, StageCounts, items_done
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from recorders import RecordedSource

both_modes = pytest.mark.parametrize("mode", ["ordered", "as_completed"])
done = pytest.mark.piece("maif.pipeline.run.items_done")


def collect(stream: AsyncStream[Any]) -> list[Any]:
    return asyncio.run(stream.collect())


# Threads and processes


@both_modes
def test_calls_run_in_threads_side_by_side(mode: Any) -> None:
    meeting = threading.Barrier(3, timeout=30)

    @single_task(run_in="thread", concurrency_limit=3)
    def meet(number: int) -> Any:
        meeting.wait()
        return number, threading.current_thread() is threading.main_thread(), get_current_context()

    stream = meet.with_execution_mode(mode)(range(6))
    assert sorted(number for number, *_ in collect(stream)) == list(range(6))
    assert stream.stats["high_water_mark"] == 3


def test_a_call_in_a_thread_sees_the_context() -> None:
    stream = single_task(run_in="thread")(lambda _: get_current_context())([1])
    assert collect(stream) == [stream.context]


def test_a_generator_in_a_thread_fans_out() -> None:
    @single_task(run_in="thread")
    def twice(item: int) -> Iterator[Any]:
        yield item
        yield threading.current_thread() is threading.main_thread()

    assert collect(twice([1])) == [1, False]
    assert collect(batch_task(run_in="thread", max_size=2)(lambda batch: [*batch, 0])([1, 2])) == [1, 2, 0]


def test_errors_in_threads_are_errors_of_the_item() -> None:
    @single_task(run_in="thread", on_error="skip_item", retry_attempts=2, retry_delay=0)
    def invert(number: int) -> float:
        return 1 / number

    stream = invert([1, 0, 2])
    assert collect(stream) == [1, 0.5]
    assert stream.stats["retried"] == 1


def test_leaving_early_waits_for_the_threads() -> None:
    began, go_on, ended = threading.Event(), threading.Event(), []

    @single_task(run_in="thread", concurrency_limit=2)
    def work(number: int) -> int:
        if number:
            began.set()
            assert go_on.wait(30)
            ended.append(number)
        return number

    async def main() -> None:
        async with work(RecordedSource()) as stream:
            async for _ in stream:
                await asyncio.to_thread(began.wait, 30)
                asyncio.get_running_loop().call_later(0.01, go_on.set)  # the event loop goes on meanwhile
                break
        assert ended
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("maif-stage")]

    asyncio.run(main())


def test_a_call_in_a_thread_can_come_too_late() -> None:
    release = threading.Event()

    @single_task(run_in="thread", timeout=0.01)
    def wait(_: int) -> None:
        assert release.wait(30)

    async def main() -> None:
        stream = wait([1])
        reading = asyncio.ensure_future(stream.collect())
        asyncio.get_running_loop().call_later(0.1, release.set)
        with pytest.raises(TimeoutExpiredError):
            await reading

    asyncio.run(main())


def test_calls_that_have_not_begun_are_dropped_at_the_end() -> None:
    release, calls = threading.Event(), []

    @single_task(run_in="thread", concurrency_limit=1, timeout=0.01, on_error="skip_item")
    def wait(number: int) -> None:
        calls.append(number)
        assert release.wait(30)

    async def main() -> None:
        stream = wait(range(3))
        asyncio.get_running_loop().call_later(0.1, release.set)
        assert await stream.collect() == []
        assert stream.stats["skipped"] == 3

    asyncio.run(main())
    assert calls == [0]


def test_calls_run_in_processes_with_side_inputs_and_generators() -> None:
    @single_task(run_in="process", concurrency_limit=1)
    def scale(number: int, factor: int, *, offset: int = 0) -> Iterator[Any]:
        yield factor * number + offset
        yield os.getpid() != parent

    parent = os.getpid()
    assert collect(scale.with_inputs(10, offset=1)([1, 2])) == [11, True, 21, True]


def test_an_error_in_a_process_names_task_and_item() -> None:
    task = single_task(lambda number: 1 // number, run_in="process", concurrency_limit=1, task_name="invert")
    with pytest.raises(ZeroDivisionError) as caught:
        collect(task([0]))
    assert caught.value.__notes__[-1] == "in the task 'invert', on 0"


# Files


def test_a_pipeline_reads_one_file_and_writes_another(tmp_path: Path) -> None:
    source, target = tmp_path / "a.maif", tmp_path / "b.maif"
    vectors = np.arange(6, dtype=np.float32).reshape(2, 3)

    @single_task
    def make(number: int) -> Any:
        return [f"text {number}", b"bytes", memoryview(b"view"), vectors, ("with metadata", {"number": number})]

    ids = collect((make | write_maif(source, agent_id="test"))([7]))
    collect((read_maif(source) | write_maif(target))())
    for path in (source, target):
        with MAIFStreamReader(path) as reader:
            assert reader.verify().ok
            blocks = list(reader.read_blocks())
            assert [block.block_id for block in blocks] == ids
            assert [block.block_type for block in blocks] == ["TEXT", "BINA", "BINA", "EMBD", "TEXT"]
            assert (blocks[0].text, blocks[1].data, blocks[2].data) == ("text 7", b"bytes", b"view")
            assert (blocks[3].array == vectors).all()
            assert blocks[4].metadata["number"] == 7


@both_modes
def test_a_file_is_a_first_stage_and_data(tmp_path: Path, mode: Any) -> None:
    with MAIFStreamWriter(tmp_path / "a.maif") as writer:
        for word in ("to", "be"):
            writer.write_text_chunk(word)
    text = single_task(lambda block: block.text)
    pipeline = (read_maif(tmp_path / "a.maif", verify=True) | text).with_execution_mode(mode)
    for _ in range(2):
        assert sorted(collect(pipeline())) == ["be", "to"]
        assert sorted(collect(text.with_execution_mode(mode)(read_maif(tmp_path / "a.maif")))) == ["be", "to"]


def test_a_file_that_cannot_be_read_is_the_readers_error(tmp_path: Path) -> None:
    (tmp_path / "a.maif").write_bytes(b"no MAIF at all" * 50)
    with pytest.raises(FormatError):
        collect(read_maif(tmp_path / "a.maif")())


def test_a_run_that_fails_leaves_an_unfinished_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidTypeError, match="got 5"):
        collect(write_maif(tmp_path / "a.maif")(["text", 5]))
    with pytest.raises(UnfinishedFileError):
        MAIFStreamReader(tmp_path / "a.maif")
    with MAIFStreamReader(tmp_path / "a.maif", allow_unfinished=True) as reader:
        assert [block.text for block in reader.read_blocks()] == ["text"]


def test_a_sink_has_counts_and_takes_no_arguments(tmp_path: Path) -> None:
    stream = write_maif(tmp_path / "a.maif")(["text", "more"])
    collect(stream)
    assert (stream.stats["in"], stream.stats["out"]) == (2, 2)
    with pytest.raises(InvalidTypeError):
        collect(write_maif(tmp_path / "a.maif")(["text"], 5))


# Progress


def screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100, color_system=None)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@done
def test_a_bar_ends_full() -> None:
    console = screen()
    pipeline = single_task(lambda number: number or None) | batch_task(sum, max_size=4)
    assert collect(pipeline(range(10)).with_progress("Adding", console=console)) == [10, 26, 9]
    assert "Adding" in shown(console)
    assert "10/10" in shown(console).splitlines()[-1] + shown(console).splitlines()[-2]


def test_a_bar_without_a_known_total_counts_on() -> None:
    console = screen()
    collect(single_task(lambda number: number)(iter(range(7))).with_progress(console=console))
    assert "7/?" in shown(console)
    console = screen()
    collect(single_task(lambda number: number)(iter(range(7))).with_progress(total=9, console=console))
    assert "7/9" in shown(console)


def test_a_bar_goes_when_its_stream_does() -> None:
    async def main() -> None:
        async with single_task(lambda number: number)(range(10)).with_progress(console=screen()) as stream:
            async for _ in stream:
                break
        for thread in threading.enumerate():
            if type(thread).__name__ == "_RefreshThread":
                thread.join(30)  # it has been told to end
                assert not thread.is_alive()

    asyncio.run(main())


@done
def test_the_items_that_are_done_are_estimated_along_the_stages() -> None:
    @single_task
    async def nap(seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    @single_task
    def twice(item: Any) -> Iterator[Any]:
        yield from (item, item)

    async def main() -> list[float]:
        pipeline = twice | nap
        work = Run(pipeline.stages, pipeline.context, [1, 2, 3, 4])
        return [round(work.items_done(), 3) async for _ in AsyncStream(work)]

    done = run(main())
    assert done == sorted(done)
    assert (done[0], done[-1]) == (1, 4)


@done
@pytest.mark.parametrize(
    ("stages", "estimate"),
    [
        ([(0, 0), (0, 0)], 0),
        ([(6, 6), (0, 0)], 0),
        ([(6, 12), (3, 3)], 1.5),  # a quarter of the values of 6 items
        ([(6, 12), (12, 4), (1, 1)], 1.5),
        ([(6, 0), (0, 0)], 6),  # all were dropped, so nothing is on its way
        ([(9, 9), (9, 0), (0, 0)], 9),
        ([(10, 30), (30, 10), (10, 2)], 10),
        ([], 0),
    ],
)
def test_of_what_a_stage_is_done_with_a_share_may_be_on_its_way(stages: list[tuple[int, int]], estimate: float) -> None:
    counts = [StageCounts("stage", finished=finished, out=out) for finished, out in stages]
    assert items_done(counts) == pytest.approx(estimate)


# Drawings


def test_a_pipeline_is_drawn_as_text_and_as_a_flowchart() -> None:
    pipeline = single_task(lambda item: item) | batch_task(sum, max_size=3) | read_maif("a.maif")
    assert str(pipeline) == "<lambda> | sum (batches of 3) | read_maif('a.maif')"
    assert repr(pipeline) == f"<Pipeline {pipeline}>"
    assert pipeline.mermaid() == (
        "flowchart LR\n"
        '    source([source]) --> stage0["#lt;lambda#gt;"] --> stage1["sum (batches of 3)"]'
        " --> stage2[\"read_maif('a.maif')\"] --> results([results])"
    )
    assert pipeline._repr_markdown_() == f"```mermaid\n{pipeline.mermaid()}\n```"
    bundle = pipeline._repr_mimebundle_()
    assert bundle["text/vnd.mermaid"] == pipeline.mermaid()
    assert bundle["text/plain"] == repr(pipeline)
    assert str(single_task(sum)) == "sum"
    assert str(Pipeline()) == ""


# The older name


def test_the_older_name_and_its_submodules_are_aliases() -> None:
    compat.install()
    try:
        conveyor = importlib.import_module("conveyor")
        for name in ("tasks", "stream", "pipeline", "decorators", "context", "error_handling"):
            assert importlib.import_module(f"conveyor.{name}") is importlib.import_module(f"maif.pipeline.{name}")
        assert conveyor is maif.pipeline
        assert importlib.import_module("conveyor.tasks").SingleTask is maif.pipeline.SingleTask
    finally:
        compat.uninstall()


def test_everything_that_is_public_can_be_imported() -> None:
    assert all(hasattr(maif.pipeline, name) for name in maif.pipeline.__all__)
    assert set_current_context in {getattr(maif.pipeline, name) for name in maif.pipeline.__all__}


def test_decorators_show_their_settings_and_tasks_keep_them() -> None:
    single, batch = (inspect.signature(decorator).parameters for decorator in (single_task, batch_task))
    assert {name: single[name].default for name in ("on_error", "retry_attempts", "retry_max_delay", "timeout")} == {
        "on_error": "fail",
        "retry_attempts": 1,
        "retry_max_delay": 60.0,
        "timeout": None,
    }
    assert {*batch} - {*single} == {"min_size", "max_size", "max_wait", "remainder"}
    assert (batch["min_size"].default, batch["remainder"].default) == (1, "drop")
    task = single_task(timeout="250ms", concurrency_limit=3, flatten=True)(len)
    assert (task.timeout, task.concurrency_limit, task.flatten, task.run_in) == (0.25, 3, True, None)


@pytest.mark.parametrize(("decorator", "settings"), [(single_task, {"retries": 3}), (batch_task, {"maxsize": 3})])
def test_an_unknown_setting_raises_where_it_is_written(decorator: Any, settings: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        decorator(**settings)
