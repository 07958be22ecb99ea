"""Dask and Beam against one process, on blocks of a file that lies in memory, with a function that computes.

Each contestant is a process of its own, with workers of its own: `python -m benchmarks.bench_distributed dask 2 PATH`
runs one, and prints its seconds, without the start of its workers, and the peak of its largest process. The size of the
file is `MAIF_BENCH_BYTES`.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.harness import Row, figure, folder_in_memory
from maif.file.block import Block
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.units import format_size, parse_size

SIZE = parse_size(os.environ.get("MAIF_BENCH_BYTES", "1GB"))
BLOCK = 256 << 10
SMALL = 100_000  # blocks, for what a partition costs
PER_PARTITION = 64


def rows() -> Iterator[Row]:
    with folder_in_memory() as name:
        yield from computing(Path(name) / "large.maif")
        yield from what_a_partition_costs(Path(name) / "small.maif")


def computing(path: Path) -> Iterator[Row]:
    """Compress each block, which is what takes the time."""
    text = b"".join(b"%d bottles of beer on the wall, " % number for number in range(BLOCK))[: 2 * BLOCK]
    with MAIFStreamWriter(path) as writer:
        for number in range(SIZE // BLOCK):
            start = number * 997 % BLOCK
            writer.write_binary_chunk(text[start : start + BLOCK])
    alone, alone_peak = run("alone", 1, path)
    work = f"compress {format_size(SIZE)} in blocks of {format_size(BLOCK)}"
    for engine in ("processes", "dask", "beam"):
        for workers in (1, 2):
            seconds, peak = run(engine, workers, path)
            yield Row(
                f"{work}: {engine}, workers: {workers}",
                f"{figure(seconds)} s, {format_size(peak)}",
                f"one process {figure(alone)} s, {format_size(alone_peak)}",
                alone / seconds,
            )
    path.unlink()


def what_a_partition_costs(path: Path) -> Iterator[Row]:
    """Count blocks, in few partitions and in many: the difference is what a partition costs."""
    with MAIFStreamWriter(path) as writer:
        for _ in range(SMALL):
            writer.write_binary_chunk(b"x")
    for engine in ("dask", "beam"):
        few, many = SMALL // 10_000, SMALL // 100
        spent = [run(f"{engine}-count", 2, path, SMALL // partitions)[0] for partitions in (few, many)]
        cost = (spent[1] - spent[0]) / (many - few)
        yield Row(f"{engine}: what a partition costs, of {many:,}", f"{figure(1000 * cost)} ms", "")


def run(engine: str, workers: int, path: Path, per_partition: int = PER_PARTITION) -> tuple[float, int]:
    """Have a process of its own do the work; return its seconds and the bytes that its largest process held."""
    command = [sys.executable, "-m", "benchmarks.bench_distributed", engine, str(workers), str(path)]
    done = subprocess.run([*command, str(per_partition)], capture_output=True, check=True, text=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def compressed(block: Block) -> int:
    return len(zlib.compress(block.data, 6))


def one(block: Block) -> int:
    return 1


def compressed_all(blocks: list[Block]) -> int:
    return sum(map(compressed, blocks))


def alone(path: str, fn: Callable[[Block], int], workers: int, per_partition: int) -> float:
    start = time.perf_counter()
    with MAIFStreamReader(path) as reader:
        assert sum(map(fn, reader))
    return time.perf_counter() - start


def processes(path: str, fn: Callable[[Block], int], workers: int, per_partition: int) -> float:
    from maif.batch_processor import DistributedBatchProcessor

    processor = DistributedBatchProcessor(per_partition, workers, process=compressed_all)
    start = time.perf_counter()
    with MAIFStreamReader(path) as reader, closing(processor.stream(reader)) as results:
        assert sum(results)
    return time.perf_counter() - start


def dask(path: str, fn: Callable[[Block], int], workers: int, per_partition: int) -> float:
    from distributed import Client, LocalCluster

    from maif.distributed import read_blocks

    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        client.run(__import__, "maif.distributed.bags")
        start = time.perf_counter()
        assert read_blocks(path, per_partition).map(fn).sum().compute()
        return time.perf_counter() - start


def beam(path: str, fn: Callable[[Block], int], workers: int, per_partition: int) -> float:
    import apache_beam
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.fn_api_runner import FnApiRunner

    from maif.distributed import ReadFromMAIF

    mode = "multi_processing" if workers > 1 else "in_memory"
    options = PipelineOptions(direct_running_mode=mode, direct_num_workers=workers)
    start = time.perf_counter()
    with apache_beam.Pipeline(runner=FnApiRunner(), options=options) as pipeline:
        sizes = pipeline | ReadFromMAIF(path, blocks_per_bundle=per_partition) | apache_beam.Map(fn)
        _ = sizes | apache_beam.CombineGlobally(sum)
    return time.perf_counter() - start


def main(engine: str, workers: str, path: str, per_partition: str) -> None:
    from benchmarks import bench_distributed as here  # under its own name, which workers can import

    name, _, counting = engine.partition("-")
    seconds = getattr(here, name)(path, here.one if counting else here.compressed, int(workers), int(per_partition))
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps([seconds, max(peaks) << 10]))


if __name__ == "__main__":
    main(*sys.argv[1:])
