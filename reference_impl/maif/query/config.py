"""How a stream of queries is answered: `StreamingConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maif.arguments import require_at_least
from maif.errors import InvalidArgumentError
from maif.realtime.config import Duration, config_of
from maif.units import parse_duration


@dataclass(frozen=True)
class StreamingConfig:
    """How many queries are read, batched and answered at a time, and how long one may take.

    Times are seconds, or text such as `"250ms"`. Raises `InvalidArgumentError` or `InvalidTypeError` for what makes no
    sense.

    >>> StreamingConfig(buffer_timeout="250ms").buffer_timeout
    0.25
    >>> StreamingConfig(batch_size=0)
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: batch_size must be at least 1, got 0
    """

    buffer_size: int = 1000
    """Queries that have been read, and whose results have not been taken."""
    buffer_timeout: Duration = Duration(parse_duration, 0.1)
    """Seconds that a query waits for others, to be embedded together with them."""
    batch_size: int = 32
    """Queries that are embedded together at most."""
    max_concurrent_streams: int = 10
    """Calls of the encoder or the index that run at a time."""
    processing_timeout: Duration = Duration(parse_duration, 30.0)
    """Seconds that an attempt to answer a query may take."""
    retries: int = 2
    """How often a query that failed is tried again; one that took too long is not."""
    retry_delay: Duration = Duration(parse_duration, 0.1)
    """Seconds before it is tried again; each time twice as long."""

    def __post_init__(self) -> None:
        for name in ("buffer_size", "batch_size", "max_concurrent_streams"):
            require_at_least(1, **{name: getattr(self, name)})
        require_at_least(0, retries=self.retries)
        if not self.processing_timeout:
            raise InvalidArgumentError("processing_timeout must be above 0: nothing is answered in no time")

    @classmethod
    def of(cls, config: StreamingConfig | Mapping[str, Any] | None) -> StreamingConfig:
        """Return a configuration as it is, made of a mapping, or the default one for None.

        Raises `InvalidArgumentError` for a key that is unknown, and names the nearest, and `InvalidTypeError` for what
        is no mapping.

        >>> StreamingConfig.of({"batch_size": 8}).batch_size
        8
        >>> StreamingConfig.of({"batchsize": 8})
        Traceback (most recent call last):
        maif.errors.InvalidArgumentError: 'batchsize' is no setting of a stream of queries: did you mean 'batch_size'?
        """
        return config_of(cls, config, "setting of a stream of queries")
