"""Streaming for MAIF files: write, read, verify and recover them, and move data through bounded, lazy streams.

The house has floors, and imports go down alone: `errors`, `units` and `clock` are the ground; parts like `batches` and
`windows` stand on it, one idea each; `file` holds what a MAIF file is made of; `streaming` and its neighbours read and
write whole files; `parallel` and `pipeline` put work to them; the command line is a door. The README beside this file
lists them in order.

Every public name can be imported from here, and loads its module only then:

>>> from maif import MAIFStreamReader, MAIFStreamWriter, batched
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# isort: off (it would make a statement of each name)
if TYPE_CHECKING:  # what `_NAMES` lists, for editors and type checkers
    from maif.attention import streaming_attention as streaming_attention
    from maif.batch_processor import (
        BatchProcessor as BatchProcessor,
    )
    from maif.batch_processor import (
        DistributedBatchProcessor as DistributedBatchProcessor,
    )
    from maif.batch_processor import (
        StreamBatchProcessor as StreamBatchProcessor,
    )
    from maif.batch_processor import (
        batch_process as batch_process,
    )
    from maif.batches import Batcher as Batcher
    from maif.batches import batched as batched
    from maif.block_storage import BlockStorage as BlockStorage
    from maif.buffers import AsyncStreamBuffer as AsyncStreamBuffer
    from maif.buffers import StreamBuffer as StreamBuffer
    from maif.chunks import (
        iter_chunks as iter_chunks,
    )
    from maif.chunks import (
        iter_jsonl as iter_jsonl,
    )
    from maif.chunks import (
        iter_lines as iter_lines,
    )
    from maif.chunks import (
        iter_pages as iter_pages,
    )
    from maif.chunks import (
        read_csv_chunks as read_csv_chunks,
    )
    from maif.clock import (
        SYSTEM_CLOCK as SYSTEM_CLOCK,
    )
    from maif.clock import (
        Clock as Clock,
    )
    from maif.clock import (
        VirtualClock as VirtualClock,
    )
    from maif.clock import (
        VirtualTimeLoop as VirtualTimeLoop,
    )
    from maif.core import (
        BlockType as BlockType,
    )
    from maif.core import (
        MAIFDecoder as MAIFDecoder,
    )
    from maif.core import (
        MAIFEncoder as MAIFEncoder,
    )
    from maif.core import (
        create_maif as create_maif,
    )
    from maif.core import (
        verify_maif as verify_maif,
    )
    from maif.dataset import Dataset as Dataset
    from maif.errors import MAIFError as MAIFError
    from maif.flow import (
        AdaptiveBatcher as AdaptiveBatcher,
    )
    from maif.flow import (
        Meter as Meter,
    )
    from maif.flow import (
        RateLimiter as RateLimiter,
    )
    from maif.flow import (
        throttle as throttle,
    )
    from maif.hot_buffer import HotBuffer as HotBuffer
    from maif.parallel import (
        amap_as_completed as amap_as_completed,
    )
    from maif.parallel import (
        amap_ordered as amap_ordered,
    )
    from maif.parallel import (
        map_as_completed as map_as_completed,
    )
    from maif.parallel import (
        map_ordered as map_ordered,
    )
    from maif.pipeline import (
        AsyncStream as AsyncStream,
    )
    from maif.pipeline import (
        Pipeline as Pipeline,
    )
    from maif.pipeline import (
        batch_task as batch_task,
    )
    from maif.pipeline import (
        single_task as single_task,
    )
    from maif.realtime import (
        StreamConfig as StreamConfig,
    )
    from maif.realtime import (
        create_client as create_client,
    )
    from maif.realtime import (
        create_stream_processor as create_stream_processor,
    )
    from maif.realtime import (
        get_or_create_artifact as get_or_create_artifact,
    )
    from maif.recovery import recover as recover
    from maif.recovery import scan as scan
    from maif.remote import RangedFile as RangedFile
    from maif.remote import Upload as Upload
    from maif.stats import (
        EWMA as EWMA,
    )
    from maif.stats import (
        P2Quantile as P2Quantile,
    )
    from maif.stats import (
        Reservoir as Reservoir,
    )
    from maif.stats import (
        RollingStats as RollingStats,
    )
    from maif.stats import (
        RunningCovariance as RunningCovariance,
    )
    from maif.stats import (
        RunningMoments as RunningMoments,
    )
    from maif.stats import (
        RunningStats as RunningStats,
    )
    from maif.stats import (
        SpaceSaving as SpaceSaving,
    )
    from maif.stats import (
        TDigest as TDigest,
    )
    from maif.stats import (
        VectorMoments as VectorMoments,
    )
    from maif.stats import (
        VectorStats as VectorStats,
    )
    from maif.streaming import (
        Block as Block,
    )
    from maif.streaming import (
        MAIFStreamReader as MAIFStreamReader,
    )
    from maif.streaming import (
        MAIFStreamWriter as MAIFStreamWriter,
    )
    from maif.streaming import (
        VerifyReport as VerifyReport,
    )
    from maif.transforms import (
        batching as batching,
    )
    from maif.transforms import (
        filtering as filtering,
    )
    from maif.transforms import (
        flat_mapping as flat_mapping,
    )
    from maif.transforms import (
        mapping as mapping,
    )
    from maif.transforms import (
        pipe as pipe,
    )
    from maif.transforms import (
        taking as taking,
    )
    from maif.transforms import (
        tapping as tapping,
    )
    from maif.transforms import (
        windowing as windowing,
    )
    from maif.windows import (
        Window as Window,
    )
    from maif.windows import (
        sessions as sessions,
    )
    from maif.windows import (
        sliding as sliding,
    )
    from maif.windows import (
        sliding_view as sliding_view,
    )
    from maif.windows import (
        time_windows as time_windows,
    )
    from maif.windows import (
        tumbling as tumbling,
    )
# isort: on

__version__ = "0.1.0"

_NAMES = {
    "maif.errors": "MAIFError",
    "maif.clock": "SYSTEM_CLOCK Clock VirtualClock VirtualTimeLoop",
    "maif.streaming": "Block MAIFStreamReader MAIFStreamWriter VerifyReport",
    "maif.block_storage": "BlockStorage",
    "maif.recovery": "recover scan",
    "maif.remote": "RangedFile Upload",
    "maif.core": "BlockType MAIFDecoder MAIFEncoder create_maif verify_maif",
    "maif.dataset": "Dataset",
    "maif.hot_buffer": "HotBuffer",
    "maif.chunks": "iter_chunks iter_jsonl iter_lines iter_pages read_csv_chunks",
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


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'maif' has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
