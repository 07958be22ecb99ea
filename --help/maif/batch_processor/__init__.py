"""Batch processing: a function gets lists of items, here, in the background, or on many workers.

`BatchProcessor` and `batch_process` group a stream that you pull; `StreamBatchProcessor` groups items that are pushed,
by count or by time; `DistributedBatchProcessor` has processes, threads or a Dask cluster work on the batches.
Grouping is `maif.batches`, running side by side is `maif.parallel`: here they meet.
"""

from maif.batch_processor.distributed import DistributedBatchProcessor
from maif.batch_processor.plain import BatchProcessor, batch_process
from maif.batch_processor.stream import StreamBatchProcessor

__all__ = ["BatchProcessor", "DistributedBatchProcessor", "StreamBatchProcessor", "batch_process"]
