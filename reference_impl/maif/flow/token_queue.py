"""The line of those who wait for a token bucket, each with a ticket that comes due; without clock, lock or waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maif.arguments import LARGEST, plain_number
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.flow.token_bucket import TokenBucket


@dataclass(slots=True, eq=False)
class Ticket:
    """A place in the queue for `tokens`: whoever holds it may go on at the moment `due`."""

    tokens: float
    due: float


class TokenQueue:
    """Those who wait for a `TokenBucket` of at most `burst` tokens that gets `rate` new ones a second.

    Whatever happens costs tokens, so in any span of t seconds at most `burst + rate · t` are spent, and `rate` a second
    in the long run (Turner, 1986, described this meter as a "leaky bucket"). Every moment is an argument, from any
    clock that never goes back.

    `take` is for whoever does not wait. `offer` is for whoever does: tickets come due in the order in which they were
    asked for, since each takes its tokens at once, and the bucket goes into debt.

    >>> queue = TokenQueue(rate=2, burst=3)
    >>> [queue.take(1, now=0.0) for _ in range(4)]
    [True, True, True, False]
    >>> first, second = queue.offer(1, now=0.0), queue.offer(1, now=0.0)
    >>> first.due, second.due, queue.take(1, now=0.5)
    (0.5, 1.0, False)

    A ticket is either redeemed when it is due, or withdrawn: then whoever stands behind moves up.

    >>> queue.withdraw(first, now=0.25)
    >>> second.due
    0.5
    """

    def __init__(self, rate: float, burst: float = 1) -> None:
        self.rate: Final = _above_zero("rate", rate)
        self.burst: Final = _above_zero("burst", burst)
        self._bucket = TokenBucket(self.rate, self.burst)
        self._queue: dict[Ticket, None] = {}

    def take(self, tokens: float, now: float) -> bool:
        """Take tokens if they are there and nobody waits for them; return whether they were."""
        tokens = self._checked(tokens)
        return self._bucket.take(tokens, now)

    def offer(self, tokens: float, now: float) -> Ticket:
        """Queue up for tokens; the ticket is due at once if nobody waits and they are there.

        Raises `InvalidArgumentError` for more tokens than the bucket ever holds.
        """
        tokens = self._checked(tokens)
        ticket = Ticket(tokens, self._bucket.borrow(tokens, now))
        self._queue[ticket] = None
        return ticket

    def redeem(self, ticket: Ticket) -> None:
        """Spend a ticket that is due."""
        del self._queue[ticket]

    def withdraw(self, ticket: Ticket, now: float) -> None:
        """Give a ticket back unspent: its tokens go to those behind it, who come due earlier."""
        self._bucket.give_back(ticket.tokens, now)
        behind = False
        for other in self._queue:
            if behind:
                other.due -= ticket.tokens / self.rate
            behind = behind or other is ticket
        del self._queue[ticket]

    def next_due(self) -> float | None:
        """Return the moment at which the first in the queue may go on; None if nobody waits."""
        return next((ticket.due for ticket in self._queue), None)

    def _checked(self, tokens: float) -> float:
        number = _above_zero("the number of tokens", tokens)
        if number > self.burst:
            raise InvalidArgumentError(
                f"{tokens} tokens are never there at once: the bucket holds {self.burst}; ask for fewer, or raise burst"
            )
        return number


def _above_zero(name: str, value: float) -> float:
    number: float | None = plain_number(value)
    if number is None or isinstance(value, bool):
        raise InvalidTypeError(f"{name} must be a number, got {value!r}")
    if not 0 < number <= LARGEST:
        raise InvalidArgumentError(f"{name} must be above 0 and finite, got {value!r}")
    return number if isinstance(number, int) else float(number)
