"""`StreamProcessor`: what a program says about its live stream, and how it is run."""

from __future__ import annotations

import asyncio
import inspect
import signal
import threading
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Self, TypeVar

from maif.arguments import require_at_least, some_text
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError
from maif.parallel.daemon_threads import DaemonThreads
from maif.realtime.config import StreamConfig, require_known
from maif.realtime.message import Message
from maif.realtime.outbox import StorageProvider
from maif.realtime.processor.counting import ProcessorStats
from maif.realtime.processor.decorators import HandlerDecorators
from maif.realtime.processor.handlers import Handlers
from maif.realtime.processor.learning import Learner
from maif.realtime.processor.lifecycle import Lifecycle
from maif.realtime.processor.metrics import as_prometheus_text
from maif.realtime.processor.run import Run
from maif.realtime.sources.iterable import IterableSource
from maif.realtime.sources.source import Source
from maif.units import parse_duration

if TYPE_CHECKING:
    from maif.file.lock import StrPath
    from maif.realtime.large_files import LargeFile
    from maif.realtime.sources.files import FileSource
    from maif.realtime.sources.kafka import KafkaSource, Start
    from maif.realtime.sources.maif_file import MAIFSource
    from maif.realtime.sources.websocket import WebSocketSource

S = TypeVar("S", bound=Source)

_LONGEST_NAME = 200  # bytes: a name of a file has at most 255, with what is added to it


class StreamProcessor(HandlerDecorators):
    """Reads sources, calls handlers for messages and events, and commits what they have finished.

    It has each message handled at least once, those of one key in their order, up to `parallelism` at a time, and
    writes once what handlers give to artifacts. Add sources and handlers before the start; a processor runs once.

    `create_stream_processor` makes one. `client` keeps its artifacts; `config` is a `StreamConfig` or a dict.
    """

    def __init__(
        self,
        name: str,
        client: StorageProvider,
        config: StreamConfig | Mapping[str, Any] | None = None,
        *,
        clock: Clock | None = None,
    ) -> None:
        if set("/\0") & set(some_text(name=name)) or len(name.encode()) > _LONGEST_NAME:
            what = f"files are called after a processor: its name has no '/', and {_LONGEST_NAME} bytes at most"
            raise InvalidArgumentError(f"{what}, got {name!r:.80}")
        if not callable(getattr(client, "open_storage", None)):
            raise InvalidTypeError(f"client keeps what a processor stores: see create_client, got {client!r}")
        self.name, self.client, self.config = name, client, StreamConfig.of(config)
        self._clock = clock
        config = self.config
        self._threads = DaemonThreads(config.worker_threads or config.max_workers or config.parallelism)
        super().__init__(Handlers(self._threads, config.handler_timeout), config.batch_size)
        self._sources: list[Source] = []
        self._learners: dict[str, Learner] = {}
        self._run: Run | None = None
        self._lifecycle: Lifecycle | None = None
        self._wanted: int | None = None

    # Sources

    def add_source(self, source: S) -> S:
        """Read a source, too; returns it.

        Raises `InvalidTypeError` for what is no `Source`, and `InvalidArgumentError` if another has its name and both
        keep positions: one could not tell them apart.
        """
        if not isinstance(source, Source):
            raise InvalidTypeError(f"a source must be a maif.realtime.Source, got {source!r}")
        self._require_not_started("a source")
        names = {other.name: other for other in self._sources}
        if (other := names.get(source.name)) is not None:
            if source.group is not None and other.group is not None:
                raise InvalidArgumentError(f"there is a source {source.name!r} already: give this one another name=")
            source.name = next(name for n in count(2) if (name := f"{source.name}-{n}") not in names)
        self._sources.append(source)
        return source

    def add_iterable_source(
        self,
        items: Iterable[Any] | AsyncIterable[Any],
        source_id: str = "items",
        *,
        group: str | None = None,
        name: str | None = None,
    ) -> IterableSource:
        """Read the items of an iterable or async iterable; see `IterableSource`."""
        return self.add_source(IterableSource(items, source_id, group=group, name=name))

    def add_file_source(self, path: StrPath, pattern: str = "*", **options: Any) -> FileSource:
        """Read the lines of the files in a folder, as they grow; see `FileSource`, which also says what options are."""
        from maif.realtime.sources.files import FileSource

        return self._add(FileSource, "a file source", path, pattern, **options)

    def add_kafka_source(
        self,
        bootstrap_servers: str | list[str],
        topic: str,
        consumer_group: str | None = None,
        start: Start = "committed",
        **options: Any,
    ) -> KafkaSource:
        """Read a Kafka topic; see `KafkaSource`, which also says what options are."""
        from maif.realtime.sources.kafka import KafkaSource

        return self.add_source(KafkaSource(bootstrap_servers, topic, consumer_group, start, **options))

    def add_websocket_source(
        self, url: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> WebSocketSource:
        """Read what a WebSocket sends; see `WebSocketSource`, which also says what options are."""
        from maif.realtime.sources.websocket import WebSocketSource

        return self.add_source(WebSocketSource(url, headers, **options))

    def add_maif_source(self, path: StrPath, **options: Any) -> MAIFSource:
        """Read the blocks of a MAIF file, or try dead letters again; see `MAIFSource` and `DeadLetterSource`."""
        from maif.realtime.sources.maif_file import DeadLetterSource, MAIFSource, is_dead_letters

        kind = DeadLetterSource if is_dead_letters(path) else MAIFSource
        return self._add(kind, "a MAIF source", path, **options)

    def _add(self, kind: Callable[..., S], what: str, *arguments: Any, **options: Any) -> S:
        parameters = inspect.signature(kind).parameters.values()
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            require_known(options, [parameter.name for parameter in parameters], f"option of {what}")
        return self.add_source(kind(*arguments, **options))

    # Events and models (the decorators for handlers are those of `HandlerDecorators`)

    async def emit(self, name: str, payload: Any = None) -> None:
        """Have an event handled: as part of the message that is being handled, else in a task of its own."""
        self.emit_soon(name, payload)

    def emit_soon(self, name: str, payload: Any = None) -> None:
        """Have an event handled, as `emit`; for plain functions, from any thread."""
        self._running().emit_soon(name, payload)

    def learn(
        self,
        name: str,
        model: Any,
        *,
        features: Callable[[Message], Any],
        label: Callable[[Message], Any],
        snapshot_every: int = 10_000,
        detect_drift: bool = True,
    ) -> Learner:
        """Have a model predict, then learn from, each message that has features and a label; see `Learner`.

        Raises `InvalidArgumentError` if there is a model of this name, and `ClosedError` after the start.
        """
        self._require_not_started("a model")
        if some_text(name=name) in self._learners:
            raise InvalidArgumentError(f"there is a model {name!r} already")
        self._learners[name] = learner = Learner(name, model, features, label, snapshot_every, detect_drift)
        return learner

    def _require_not_started(self, what: str) -> None:
        if self._run is not None:
            raise ClosedError(f"{what} must be added before the processor {self.name!r} starts")

    def mmap_file(self, path: StrPath) -> LargeFile:
        """Map a large file into memory, to read it in chunks without copying it; see `maif.realtime.mmap_file`."""
        from maif.realtime.large_files import mmap_file

        return mmap_file(path, mmap_size=self.config.mmap_size)

    # Running

    async def start(self) -> None:
        """Connect the sources, and begin to read; returns when they are connected.

        Raises what makes a source unusable, such as `SourceError`, `InvalidArgumentError` where no source was added,
        and `ClosedError` the second time.
        """
        if self._run is not None:
            raise ClosedError(f"the processor {self.name!r} has been started already: make another one")
        if not self._sources:
            raise InvalidArgumentError(
                f"the processor {self.name!r} has no source: add one, such as add_file_source(…)"
            )
        clock = self._clock
        if clock is None:  # a loop on virtual time has a clock of its own
            clock = getattr(asyncio.get_running_loop(), "clock", SYSTEM_CLOCK)
        storage = self.client.open_storage(self.name, self.config)
        self._run = Run(
            self.name,
            self.config,
            storage,
            self._sources,
            self._handlers,
            self._threads,
            self._batch_calls,
            list(self._learners.values()),
            lambda: self.client.embedder,
            clock,
        )
        self._run.wanted = self._wanted
        self._lifecycle = Lifecycle(self._run)
        await self._lifecycle.start()

    async def stop(self, drain: bool = True) -> None:
        """Handle what has been read (or, with `drain=False`, drop it), commit, and close, within `stop_timeout`."""
        if self._lifecycle is not None:
            await self._lifecycle.stop(drain)

    async def run(
        self, count: int | None = None, timeout: float | str | None = None, until_idle: float | str | None = None
    ) -> ProcessorStats:
        """Start, read until the sources end, stop, and return the final stats.

        It ends earlier after `count` messages, after `timeout`, when nothing has happened for `until_idle`, when `stop`
        is called, or with Ctrl-C (a second one drops what no handler has come to). It raises what made it stop:
        the error of a handler under `on_error="stop"`, `ProcessorStoppedError`, an error of storage; and the error of a
        source, when all sources have ended.
        """
        if count is not None:
            require_at_least(1, count=count)
        seconds = None if timeout is None else parse_duration(timeout)
        idle = None if until_idle is None else parse_duration(until_idle)
        self._wanted = count
        await self.start()
        assert self._lifecycle is not None
        drained = False
        try:
            async with stopping_at_signals(self._lifecycle.ask_to_stop):
                await self._lifecycle.until_end(seconds, idle)
                drained = True
                await self.stop()
        finally:
            if not drained:
                await self.stop(drain=False)
        self._running().raise_failure()
        return self.stats

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await self.stop(drain=kind is None)
        if kind is None:
            self._running().raise_failure()

    @property
    def stats(self) -> ProcessorStats:
        """The processor at this moment."""
        return self._running().stats()

    def metrics(self) -> str:
        """Return `stats` as text that Prometheus reads. Raises `MissingExtraError` without the extra `live`."""
        return as_prometheus_text(self.name, self.stats)

    def _running(self) -> Run:
        if self._run is None:
            raise ClosedError(f"the processor {self.name!r} has not been started")
        return self._run


@asynccontextmanager
async def stopping_at_signals(stop: Callable[[], None]) -> AsyncIterator[None]:
    """Have Ctrl-C, or SIGTERM, call `stop` instead of ending the program at once; where the platform lets us."""
    loop, added = asyncio.get_running_loop(), []
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, stop)
                added.append((number, before))
    try:
        yield
    finally:
        for number, before in added:
            loop.remove_signal_handler(number)
            signal.signal(number, before)
