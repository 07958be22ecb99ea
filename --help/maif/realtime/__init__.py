"""Live streams into MAIF files: sources, handlers for messages and events, at least once.

A processor reads sources and calls your functions; what they write into artifacts is written once, across restarts.

>>> from maif.realtime import create_stream_processor
>>> processor = create_stream_processor("greetings")
>>> source = processor.add_iterable_source(["hello", "good bye"])
>>> @processor.on_text_message
... async def shout(message):
...     print(message.content.upper())
>>> from maif.clock import run  # asyncio.run, on virtual time
>>> stats = run(processor.run())
HELLO
GOOD BYE

Each name loads its module when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maif.realtime.artifact import Artifact as Artifact
    from maif.realtime.client import Client as Client
    from maif.realtime.client import anonymize_content as anonymize_content
    from maif.realtime.client import create_client as create_client
    from maif.realtime.client import find_similar_content as find_similar_content
    from maif.realtime.client import get_or_create_artifact as get_or_create_artifact
    from maif.realtime.config import StreamConfig as StreamConfig
    from maif.realtime.create import create_stream_processor as create_stream_processor
    from maif.realtime.event import Event as Event
    from maif.realtime.large_files import mmap_file as mmap_file
    from maif.realtime.message import Message as Message
    from maif.realtime.processor import StreamProcessor as StreamProcessor
    from maif.realtime.processor.counting import ProcessorStats as ProcessorStats
    from maif.realtime.processor.failing import Failure as Failure
    from maif.realtime.processor.learning import Learner as Learner
    from maif.realtime.sources.files import FileSource as FileSource
    from maif.realtime.sources.iterable import IterableSource as IterableSource
    from maif.realtime.sources.kafka import KafkaSource as KafkaSource
    from maif.realtime.sources.maif_file import MAIFSource as MAIFSource
    from maif.realtime.sources.source import Source as Source
    from maif.realtime.sources.source import SourceContext as SourceContext
    from maif.realtime.sources.source import SourceStats as SourceStats
    from maif.realtime.sources.websocket import WebSocketSource as WebSocketSource
    from maif.semantic import Hit as Hit
    from maif.semantic import merge_and_rank_results as merge_and_rank_results

_NAMES = {
    "maif.realtime.config": "StreamConfig",
    "maif.realtime.event": "Event",
    "maif.realtime.message": "Message",
    "maif.realtime.sources.source": "Source SourceContext SourceStats",
    "maif.realtime.sources.iterable": "IterableSource",
    "maif.realtime.sources.files": "FileSource",
    "maif.realtime.sources.kafka": "KafkaSource",
    "maif.realtime.sources.websocket": "WebSocketSource",
    "maif.realtime.sources.maif_file": "MAIFSource",
    "maif.realtime.processor": "StreamProcessor",
    "maif.realtime.processor.counting": "ProcessorStats",
    "maif.realtime.processor.failing": "Failure",
    "maif.realtime.processor.learning": "Learner",
    "maif.realtime.artifact": "Artifact",
    "maif.realtime.create": "create_stream_processor",
    "maif.realtime.client": "Client anonymize_content create_client find_similar_content get_or_create_artifact",
    "maif.realtime.large_files": "mmap_file",
    "maif.semantic": "Hit merge_and_rank_results",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'maif.realtime' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
