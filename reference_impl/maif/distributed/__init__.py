"""MAIF files on many machines: Dask and Apache Beam do the work, this cuts the files.

`read_blocks` and `read_dataframe` give Dask the blocks of files, `write_blocks` writes what comes out (extra `dask`);
`ReadFromMAIF` and `WriteToMAIF` do so for Beam (extra `beam`). A file is cut where blocks end, as its index says;
workers open it for themselves, so no block passes through the program that plans.

One program, three engines. What is to be done is a function of a block, and knows no engine:

>>> import json
>>> from pathlib import Path
>>> def summary(block):
...     return json.dumps({"block": block.index, "words": len(block.text.split())})
>>> def save(lines, path):
...     Path(path).write_text("\\n".join(sorted(lines)))
>>> from maif.streaming import MAIFStreamReader, MAIFStreamWriter
>>> with MAIFStreamWriter("log.maif") as writer:
...     ids = [writer.write_text_chunk("word " * number) for number in range(100)]

Processes of this machine (`maif.batch_processor`):

>>> from maif.batch_processor import DistributedBatchProcessor
>>> processor = DistributedBatchProcessor(25, num_workers=2, process=lambda blocks: list(map(summary, blocks)))
>>> with MAIFStreamReader("log.maif") as reader:
...     done = save([line for lines in processor.stream(reader) for line in lines], "processes.jsonl")

Dask. Within `with distributed.Client(address):` its cluster does the same, and does again what a worker died of:

>>> from maif.distributed import read_blocks
>>> done = save(read_blocks("log.maif", 25, verify=True).map(summary).compute(scheduler="threads"), "dask.jsonl")

Beam, on whatever runner the pipeline is given:

>>> import apache_beam as beam
>>> from apache_beam.runners.portability.fn_api_runner import FnApiRunner
>>> from maif.distributed import ReadFromMAIF
>>> with beam.Pipeline(runner=FnApiRunner()) as pipeline:
...     lines = pipeline | ReadFromMAIF("log.maif") | beam.Map(summary) | beam.combiners.ToList()
...     done = lines | beam.Map(save, "beam.jsonl")

The output is the same, to the byte:

>>> outputs = [Path(f"{engine}.jsonl").read_bytes() for engine in ("processes", "dask", "beam")]
>>> len(set(outputs)), outputs[0][:26]
(1, b'{"block": 0, "words": 0}\\n{')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maif.distributed.bags import read_blocks, write_blocks
    from maif.distributed.beam import ReadFromMAIF, WriteToMAIF
    from maif.distributed.dataframes import read_dataframe

__all__ = ["ReadFromMAIF", "WriteToMAIF", "read_blocks", "read_dataframe", "write_blocks"]

_HOMES = {
    "ReadFromMAIF": "beam",
    "WriteToMAIF": "beam",
    "read_blocks": "bags",
    "read_dataframe": "dataframes",
    "write_blocks": "bags",
}


def __getattr__(name: str) -> Any:
    """Import an engine when something of it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
