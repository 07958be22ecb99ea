"""What is worth knowing: `Event`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True, eq=False)
class Event:
    """Something that has happened, for the handlers of its name.

    >>> Event("backpressure", source="clicks", payload={"on": True}).content_id is None
    True
    """

    name: str
    source: str | None = None
    """The source id, where it is known."""
    payload: Any = None
    content: str | None = None
    content_id: str | None = None
    """The id of the block that it is about."""
    timestamp: float = 0.0
    """Seconds since the epoch."""
