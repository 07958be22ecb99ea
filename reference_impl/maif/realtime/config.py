"""How a stream processor works: `StreamConfig`, made by hand or of a plain dict."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, get_args, overload

from maif.arguments import real_number, require_at_least
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.units import parse_duration, parse_size

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V")  # what a setting is
G = TypeVar("G")  # what it may be given as
C = TypeVar("C", bound="DataclassInstance")  # a kind of configuration

Mode = Literal["real_time", "batch"]
Ordering = Literal["key", "partition", "none"]
ErrorRule = Literal["retry", "dead_letter", "skip", "stop"]
ArtifactLayout = Literal["folders", "shared"]


class Setting(Generic[V, G]):
    """A field that you give in one form and read in another: `"128MB"` becomes 134,217,728."""

    def __init__(self, parse: Callable[[G], V], default: G) -> None:
        self._parse, self._default = parse, default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, config: None, owner: type) -> G: ...
    @overload
    def __get__(self, config: object, owner: type) -> V: ...
    def __get__(self, config: object | None, owner: type) -> V | G:
        return self._default if config is None else config.__dict__[self._name]

    def __set__(self, config: object, value: G) -> None:
        try:
            config.__dict__[self._name] = self._parse(value)
        except (InvalidArgumentError, InvalidTypeError) as error:
            raise type(error)(f"{self._name}: {error}") from None


def _optional_duration(value: float | str | None) -> float | None:
    return None if value is None else parse_duration(value)


Size = Setting[int, int | str]
Duration = Setting[float, float | str]
OptionalDuration = Setting[float | None, float | str | None]


@dataclass(frozen=True)
class StreamConfig:
    """How a processor reads, calls handlers, commits and stores; give sizes and times as text, and read numbers.

    >>> config = StreamConfig(buffer_size="64MB", commit_interval="500ms")
    >>> config.buffer_size, config.commit_interval, config.parallelism
    (67108864, 0.5, 4)

    Raises `InvalidArgumentError` or `InvalidTypeError`, which name the field, for a value that makes no sense.

    >>> StreamConfig(ordering="keys")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: ordering must be one of 'key', 'partition', 'none', got 'keys'
    """

    buffer_size: Size = Size(parse_size, "128MB")
    """Bytes that have been read and are not handled yet: payload and 1 KiB a message, over all sources."""
    batch_size: int = 1000
    """Messages a batch, where `batch_processor` names no other number."""
    processing_mode: Mode = "real_time"
    """`"batch"` runs to the present end of the sources, then returns."""
    parallelism: int = 4
    """How many handlers run at a time, unless `max_workers` is set."""
    worker_threads: int | None = None
    """Threads for handlers that are plain functions; None: as many as run at a time."""
    memory_mapping: bool = False
    """Read large files through a mapping. `mmap_file` does so in any case."""
    mmap_size: Size = Size(parse_size, "1GB")
    """The most bytes of a large file that one chunk may have."""
    zero_copy: bool = False
    """Hand chunks of large files out as views, not as copies. `mmap_file` does so in any case."""
    async_processing: bool = True
    """False: handlers run one after the other."""
    min_workers: int = 1
    """The fewest handlers at a time, where `max_workers` is set."""
    max_workers: int | None = None
    """The most handlers at a time; their number then follows the load."""
    target_latency: Duration = Duration(parse_duration, "50ms")
    """How long a message should wait for a handler at most, in seconds, where `max_workers` is set."""
    ordering: Ordering = "key"
    """Which messages come one after the other: those of one key, of one partition, or none."""
    on_error: ErrorRule | Callable[..., Any] = "retry"
    """What becomes of a message whose handler fails: a rule, or a function `(message, error)` that returns one."""
    retries: int = 3
    """How often a failed message is handled again before it goes to the dead letters."""
    commit_interval: Duration = Duration(parse_duration, "5s")
    """Seconds between two commits."""
    commit_every: int | None = None
    """Commit after so many finished messages, too."""
    stop_timeout: Duration = Duration(parse_duration, "30s")
    """Seconds that a stop takes at most."""
    similarity_threshold: float = 0.9
    """Cosine from which two messages are similar, for the event of that name."""
    max_unfinished: int = 10_000
    """Positions of a partition between its first unfinished and its newest message."""
    handler_timeout: OptionalDuration = OptionalDuration(_optional_duration, None)
    """Seconds that a handler may take; None: as long as it likes."""
    revoke_timeout: OptionalDuration = OptionalDuration(_optional_duration, None)
    """Seconds that handlers have when their partition goes to another; None: what the source says."""
    connect_timeout: Duration = Duration(parse_duration, "30s")
    """Seconds in which a source must be reached at the start."""
    similarity_window: int = 10_000
    """How many of the latest messages the event `similarity_threshold` compares with."""
    segment_size: Size = Size(parse_size, "64MB")
    """Bytes after which an artifact's file is finished, and the next begun."""
    artifacts: ArtifactLayout = "folders"
    """`"folders"`: one for each source id; `"shared"`: one for all."""
    sync: bool = True
    """Commit only what would survive a loss of power; False: what survives the end of the process."""

    def __post_init__(self) -> None:
        _require_one_of(Mode, processing_mode=self.processing_mode)
        _require_one_of(Ordering, ordering=self.ordering)
        _require_one_of(ArtifactLayout, artifacts=self.artifacts)
        if not callable(self.on_error):
            _require_one_of(ErrorRule, " or a function", on_error=self.on_error)
        require_at_least(0, retries=self.retries)
        if not -1 <= real_number(similarity_threshold=self.similarity_threshold) <= 1:
            raise InvalidArgumentError(f"similarity_threshold must be from -1 to 1, got {self.similarity_threshold!r}")
        for name in ("batch_size", "parallelism", "min_workers", "max_unfinished", "similarity_window"):
            require_at_least(1, **{name: getattr(self, name)})
        for name in ("worker_threads", "commit_every"):
            if (value := getattr(self, name)) is not None:
                require_at_least(1, **{name: value})
        if self.max_workers is not None:
            require_at_least(self.min_workers, max_workers=self.max_workers)
        for name in ("buffer_size", "mmap_size", "segment_size", "target_latency", "commit_interval"):
            if not getattr(self, name):
                raise InvalidArgumentError(f"{name} must be above 0")

    @classmethod
    def of(cls, config: StreamConfig | Mapping[str, Any] | None) -> StreamConfig:
        """Return a configuration as it is, made of a mapping, or the default one for None.

        Raises `InvalidArgumentError` for a key that is unknown, and names the nearest, and `InvalidTypeError` for what
        is no mapping.

        >>> StreamConfig.of({"batch_size": 10}).batch_size
        10
        >>> StreamConfig.of({"batchsize": 10})
        Traceback (most recent call last):
        maif.errors.InvalidArgumentError: 'batchsize' is no setting of a stream processor: did you mean 'batch_size'?
        """
        return config_of(cls, config, "setting of a stream processor")


def config_of(kind: type[C], config: C | Mapping[str, Any] | None, what: str) -> C:
    """Return a configuration of a kind as it is, made of a mapping, or the default for None; see `StreamConfig.of`."""
    if config is None:
        return kind()
    if isinstance(config, kind):
        return config
    if not isinstance(config, Mapping):
        raise InvalidTypeError(f"config must be a {kind.__name__} or a dict, got {config!r}")
    require_known(config, [field.name for field in fields(kind)], what)
    return kind(**config)


def require_known(given: Mapping[str, Any], known: list[str], what: str) -> None:
    """Raise `InvalidArgumentError` for a key that is not known, and name the nearest that is.

    >>> require_known({"topc": "clicks"}, ["topic", "group"], "option of a Kafka source")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: 'topc' is no option of a Kafka source: did you mean 'topic'?
    """
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise InvalidArgumentError(f"{key!r} is no {what}: {hint}")


def _require_one_of(choices: Any, more: str = "", **arguments: object) -> None:
    allowed = get_args(choices)
    for name, value in arguments.items():
        if value not in allowed:
            names = ", ".join(map(repr, allowed))
            raise InvalidArgumentError(f"{name} must be one of {names}{more}, got {value!r}")
