"""What a server grants: `Limits`, and the counting for each client."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from maif.arguments import real_number, require_at_least
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError
from maif.flow import TokenBucket
from maif.realtime.config import Duration, Size, config_of
from maif.units import parse_duration, parse_size

CLIENTS_REMEMBERED = 10_000


@dataclass(frozen=True)
class Limits:
    """How much, how long and how often; sizes and times may be text. A client is an address.

    >>> Limits(heartbeat="5s").heartbeat
    5.0
    """

    heartbeat: Duration = Duration(parse_duration, "15s")
    """Seconds of silence after which a stream says that it is alive."""
    send_timeout: Duration = Duration(parse_duration, "5s")
    """Seconds that a reader may take nothing, before it is cut off."""
    search_timeout: Duration = Duration(parse_duration, "30s")
    """Seconds until the next hit of a search is there."""
    resume_for: Duration = Duration(parse_duration, "1min")
    """Seconds for which a search that nobody reads can be resumed."""
    retry: Duration = Duration(parse_duration, "1s")
    """Seconds after which a client whose connection is lost should come back."""
    ring_size: int = 1000
    """Events of a search that can be sent again."""
    searches_kept: int = 1000
    """Searches, being read or not, that are remembered."""
    searches_at_a_time: int = 8
    """Threads that search."""
    max_top_k: int = 1000
    max_query_length: int = 10_000
    """Characters."""
    max_text_length: int = 10_000
    """Characters of a hit's text that are sent."""
    max_body_size: Size = Size(parse_size, "64KB")
    body_timeout: Duration = Duration(parse_duration, "10s")
    """Seconds in which a request's head, and then its body, must be there."""
    requests_per_second: float = 50.0
    """Of a client; twice as many may come at once."""
    streams_per_client: int = 64
    """Open at a time."""
    connections_per_client: int = 256
    """Open at a time."""

    def __post_init__(self) -> None:
        for name in (
            *("ring_size", "searches_kept", "searches_at_a_time", "max_top_k", "max_query_length"),
            *("max_text_length", "streams_per_client", "connections_per_client"),
        ):
            require_at_least(1, **{name: getattr(self, name)})
        for name in ("heartbeat", "send_timeout", "search_timeout", "body_timeout", "requests_per_second"):
            if not real_number(**{name: getattr(self, name)}) > 0:
                raise InvalidArgumentError(f"{name} must be above 0")
        object.__setattr__(self, "requests_per_second", real_number(requests_per_second=self.requests_per_second))

    @classmethod
    def of(cls, limits: Limits | Mapping[str, Any] | None) -> Limits:
        """Return limits as they are, made of a mapping, or the default ones for None.

        Raises `InvalidArgumentError` for a key that is unknown, and names the nearest, and `InvalidTypeError` for what
        is no mapping.

        >>> Limits.of({"heartbeat": "5s"}).heartbeat
        5.0
        """
        return config_of(cls, limits, "limit of a server")


class Clients:
    """What each client has open, and how often it has asked.

    >>> from maif.clock import VirtualClock
    >>> clients = Clients(Limits(requests_per_second=1), VirtualClock())
    >>> [clients.may_ask("10.0.0.1") for _ in range(3)], clients.may_ask("10.0.0.2")
    ([True, True, False], True)
    """

    def __init__(self, limits: Limits, clock: Clock = SYSTEM_CLOCK) -> None:
        self._limits, self._now = limits, clock.monotonic
        self._buckets: OrderedDict[str, TokenBucket] = OrderedDict()  # the one that asked last at the end
        self._streams: dict[str, int] = {}

    def may_ask(self, client: str) -> bool:
        """Count a request; say whether it may be answered."""
        rate = self._limits.requests_per_second
        bucket = self._buckets.setdefault(client, TokenBucket(rate, 2 * rate))
        self._buckets.move_to_end(client)
        if len(self._buckets) > CLIENTS_REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket.take(1, self._now())

    @contextmanager
    def stream(self, client: str) -> Iterator[bool]:
        """Count a stream while it is open, and say whether it may be."""
        granted = self._streams.get(client, 0) < self._limits.streams_per_client
        if not granted:
            yield False
            return
        self._streams[client] = self._streams.get(client, 0) + 1
        try:
            yield True
        finally:
            self._streams[client] -= 1
            if not self._streams[client]:
                del self._streams[client]
