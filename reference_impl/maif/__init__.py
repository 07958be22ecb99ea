"""Streaming for MAIF files: write, read, verify and recover them, and move data through bounded, lazy streams.

The house has floors, and imports go down alone: `errors`, `units` and `clock` are the ground; parts like `batches` and
`windows` stand on it, one idea each; `file` holds what a MAIF file is made of; `streaming` and its neighbours read and
write whole files; `parallel` and `pipeline` put work to them; the command line is a door. The README beside this file
lists them in order.

Every public name can be imported from here, and loads its module only then:

>>> from maif import MAIFStreamReader, MAIFStreamWriter, batched
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_NAMES = {
    "maif.errors": "MAIFError",
    "maif.clock": "SYSTEM_CLOCK Clock VirtualClock VirtualTimeLoop",
    "maif.streaming": "Block MAIFStreamReader MAIFStreamWriter VerifyReport",
    "maif.block_storage": "BlockStorage",
    "maif.recovery": "recover scan",
    "maif.core": "BlockType MAIFDecoder MAIFEncoder create_maif verify_maif",
    "maif.dataset": "Dataset",
    "maif.hot_buffer": "HotBuffer",
    "maif.chunks": "iter_chunks iter_jsonl iter_lines read_csv_chunks",
    "maif.batches": "Batcher batched",
    "maif.windows": "Window sessions sliding sliding_view time_windows tumbling",
    "maif.transforms": "batching filtering flat_mapping mapping pipe taking tapping windowing",
    "maif.stats": "EWMA P2Quantile Reservoir RollingStats RunningCovariance RunningMoments RunningStats SpaceSaving "
    "TDigest VectorMoments VectorStats",
    "maif.buffers": "AsyncStreamBuffer StreamBuffer",
    "maif.flow": "AdaptiveBatcher Meter RateLimiter throttle",
    "maif.attention": "streaming_attention",
    "maif.parallel": "amap_as_completed amap_ordered map_as_completed map_ordered",
    "maif.batch_processor": "BatchProcessor DistributedBatchProcessor StreamBatchProcessor batch_process",
    "maif.pipeline": "AsyncStream Pipeline batch_task single_task",
    "maif.realtime": "StreamConfig create_client create_stream_processor get_or_create_artifact",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'maif' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
