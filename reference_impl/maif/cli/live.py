"""`maif live`: read live streams into artifacts, and show how it goes."""

from __future__ import annotations

import asyncio
import json
import math
import sys
import tomllib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maif.cli.terminal import counted, on_one_line, say
from maif.errors import InvalidArgumentError
from maif.realtime import Message, StreamProcessor, create_client, create_stream_processor, get_or_create_artifact
from maif.realtime.config import require_known
from maif.realtime.processor.counting import ProcessorStats
from maif.units import format_duration, format_size

if TYPE_CHECKING:
    from rich.table import Table

INTERVAL = 1.0  # seconds between two looks


@dataclass(frozen=True)
class LiveOptions:
    """What to read and where to keep it, as given in a line of arguments or in a file."""

    kafka: list[str] = field(default_factory=list)
    file: list[str] = field(default_factory=list)
    websocket: list[str] = field(default_factory=list)
    replay: list[str] = field(default_factory=list)
    store: str = "maif-data"
    name: str = "live"
    group: str | None = None
    count: int | None = None
    until_idle: str | None = None
    stream: dict[str, Any] = field(default_factory=dict)
    """The fields of a `StreamConfig`."""

    def over(self, path: Path) -> LiveOptions:
        """Return the options of a TOML file, with those that are set here in their place.

        Raises `InvalidArgumentError` for a file that is no TOML, and for a name that is no option.
        """
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidArgumentError(f"{path} is not valid TOML: {error}") from None
        require_known(given, [field.name for field in fields(self)], f"option in {path}")
        for name in ("kafka", "file", "websocket", "replay"):
            if isinstance(given.get(name), str):
                given[name] = [given[name]]
        unset = LiveOptions()
        set_here = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) != getattr(unset, f.name)}
        return replace(unset, **given | set_here)


def processor_of(options: LiveOptions) -> StreamProcessor:
    """Return a processor that keeps each text and picture in the artifact of its source.

    Raises `InvalidArgumentError` for a Kafka topic that is not given as HOST:PORT/TOPIC.
    """
    client = create_client("maif-live", root=options.store)
    processor = create_stream_processor(options.name, client, options.stream)
    for address in options.kafka:
        servers, slash, topic = address.rpartition("/")
        if not (servers and slash and topic):
            raise InvalidArgumentError(f"--kafka is HOST:PORT/TOPIC, got {address!r}")
        processor.add_kafka_source(servers, topic, options.group or options.name)
    for pattern in options.file:
        path = Path(pattern)
        folder = path if path.is_dir() else _fixed_part(path)
        processor.add_file_source(folder, "*" if path.is_dir() else str(path.relative_to(folder)))
    for url in options.websocket:
        processor.add_websocket_source(url)
    for letters in options.replay:
        processor.add_maif_source(letters)

    @processor.on_event("new_data")
    async def keep(event: Any) -> None:
        message: Message = event.payload
        artifact = get_or_create_artifact(message.source_id)
        metadata = message.metadata | {"timestamp": message.timestamp}
        if message.image_data is not None:
            await artifact.add_image_async(message.image_data, metadata=metadata)
        elif message.content is not None:
            artifact.add_text(message.content, metadata=metadata)

    return processor


def _fixed_part(pattern: Path) -> Path:
    """Return the folder below which a pattern matches.

    >>> str(_fixed_part(Path("logs/2026-*/app.jsonl")))
    'logs'
    """
    folder = pattern.parent
    while any(sign in str(folder) for sign in "*?["):
        folder = folder.parent
    return folder


async def run_live(options: LiveOptions, as_json: bool) -> ProcessorStats:
    """Run until the sources end or somebody stops it, and show how it goes."""
    processor = processor_of(options)
    show = _json_lines if as_json else _table if sys.stderr.isatty() else _nothing
    async with show(processor):
        stats = await processor.run(count=options.count, until_idle=options.until_idle)
    if as_json:
        print(as_json_line(stats), flush=True)
    else:
        say(summary(stats))
    return stats


def summary(stats: ProcessorStats) -> str:
    """Return what a run has done, as a sentence."""
    parts = [f"{counted(stats.finished - stats.dead_letters - stats.skipped, 'message')} kept"]
    parts += [f"{stats.dead_letters:,} in the dead letters"] if stats.dead_letters else []
    parts += [f"{stats.already_held:,} were there already"] if stats.already_held else []
    return ", ".join(parts)


def as_json_line(stats: ProcessorStats) -> str:
    """Return stats as a line of JSON; what is not a number there is null."""
    values = {
        name: None if isinstance(value, float) and math.isnan(value) else value for name, value in asdict(stats).items()
    }
    return json.dumps(values)


@asynccontextmanager
async def _every_second(look: Callable[[], None]) -> AsyncIterator[None]:
    async def go_on() -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            look()

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _nothing(processor: StreamProcessor) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def _json_lines(processor: StreamProcessor) -> AsyncIterator[None]:
    async with _every_second(lambda: print(as_json_line(processor.stats), flush=True)):
        yield


@asynccontextmanager
async def _table(processor: StreamProcessor) -> AsyncIterator[None]:
    from rich.console import Console
    from rich.live import Live

    with Live(console=Console(stderr=True), transient=True, auto_refresh=False) as live:
        async with _every_second(lambda: live.update(table_of(processor.name, processor.stats), refresh=True)):
            yield


def table_of(name: str, stats: ProcessorStats) -> Table:
    """Return a table of what matters while a stream runs."""
    from rich.table import Table

    table = Table(title=f"maif live: {on_one_line(name)}", show_header=False, title_justify="left")
    rows: Mapping[str, str] = {
        "messages a second": f"{stats.rate_in:,.0f} in, {stats.rate_out:,.0f} out",
        "messages": f"{stats.finished:,} finished of {stats.received:,}",
        "on their way": f"{stats.buffered:,} ({format_size(stats.buffered_bytes)})"
        + (", reading is held back" if stats.held_back else ""),
        "latency": "–"
        if math.isnan(stats.latency_p50)
        else f"{format_duration(stats.latency_p50)} (p50), {format_duration(stats.latency_p99)} (p99)",
        "oldest": format_duration(stats.oldest_unfinished),
        "trouble": f"{stats.retried:,} tried again, {stats.dead_letters:,} dead letters, {stats.skipped:,} skipped",
        "commits": f"{stats.commits:,}, {stats.failed_commits:,} failed",
        "behind": ", ".join(f"{on_one_line(where)}: {lag:,}" for where, lag in stats.lag.items()) or "–",
    }
    for what, value in rows.items():
        table.add_row(what, value)
    return table
