"""The pace of a stream: no faster than allowed, in batches that take the right time, and measured.

`TokenQueue` says when something may happen; `RateLimiter` lets threads and tasks wait for it, and `throttle` spaces
out a stream by it. `AdaptiveBatcher` finds the size of batch that takes a given time. `Meter` tells how many a second
there are, and how long they take. `growing_pause` says how long to wait before another attempt at what failed.
"""

from maif.flow.adaptive import AdaptiveBatcher
from maif.flow.backoff import growing_pause
from maif.flow.limiter import RateLimiter, throttle
from maif.flow.meter import DecayingRate, Meter
from maif.flow.token_bucket import TokenBucket
from maif.flow.token_queue import Ticket, TokenQueue

__all__ = [
    "AdaptiveBatcher",
    "DecayingRate",
    "Meter",
    "RateLimiter",
    "Ticket",
    "TokenBucket",
    "TokenQueue",
    "growing_pause",
    "throttle",
]
