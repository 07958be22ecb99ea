"""What can come between a consumer and its broker, as the source tells it apart; nothing of this reaches a user."""

from __future__ import annotations

from collections.abc import Mapping


class UnreachableError(Exception):
    """Nobody answers, or not as they should: it may be otherwise in a while."""


class RefusedError(Exception):
    """The broker will not give this consumer what it asks for, however often it asks."""


class OffsetsGoneError(Exception):
    """Positions, a partition, that the broker does not have any more, or not yet."""

    def __init__(self, offsets: Mapping[int, int]) -> None:
        super().__init__(offsets)
        self.offsets = offsets
