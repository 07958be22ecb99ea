"""Bounded buffers: what stands between a fast writer and a slow reader, and what to do when it is full.

`BufferCore` holds the rules: what is kept, what is dropped, when a writer has to wait and when a batch is ready. It
knows no clock, no lock and no waiting. `StreamBuffer` lets threads wait for those moments, `AsyncStreamBuffer` tasks.

`maif.batches` groups what has come: a batch ends when its first item has waited long enough. Here the reader's
patience counts instead, from the moment when it asks.
"""

from maif.buffers.awaited import AsyncStreamBuffer
from maif.buffers.core import BufferCore, BufferedItem, BufferStats, Policy
from maif.buffers.threads import StreamBuffer

__all__ = ["AsyncStreamBuffer", "BufferCore", "BufferStats", "BufferedItem", "Policy", "StreamBuffer"]
