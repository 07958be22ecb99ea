"""The stream processor, one idea a module; `Run` is where its parts meet."""

from maif.realtime.processor.processor import StreamProcessor

__all__ = ["StreamProcessor"]
