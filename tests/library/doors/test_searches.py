"""Searches of a server by themselves: whom they are kept for, and that none ends as if it were whole when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest

from maif.clock import run
from maif.query.event_stream import EventStreamParser, ServerSentEvent
from maif.serve import Limits
from maif.serve.metrics import ServerMetrics
from maif.serve.searches import Question, Searches
from serving import Trickle

QUESTION = Question("x", 3)
WHOLE = ["hit", "hit", "hit", "done"]


def searching(story: Callable[[Searches], Awaitable[Any]], **limits: Any) -> Any:
    """Return what a story of searches gives, in virtual time."""

    async def told() -> Any:
        searches = Searches(Trickle(), Limits(**limits), ServerMetrics())
        try:
            return await story(searches)
        finally:
            await searches.close()

    return run(told())


def begun(searches: Searches, last_event_id: str = "") -> AsyncGenerator[bytes]:
    events = searches.begin(QUESTION, last_event_id)
    assert events is not None
    return events


async def read(events: AsyncGenerator[bytes]) -> list[ServerSentEvent]:
    return EventStreamParser().feed(b"".join([some async for some in events]))


def test_who_asks_is_answered_though_others_ask_before_the_first_event_is_taken() -> None:
    async def story(searches: Searches) -> list[list[str]]:
        asked = [begun(searches) for _ in range(5)]
        return [[event.type for event in await read(events)] for events in asked]

    assert searching(story, searches_kept=1) == [WHOLE] * 5


def test_who_comes_back_in_time_finds_all_that_follows_though_others_ask_meanwhile() -> None:
    async def story(searches: Searches) -> list[str]:
        first = begun(searches)
        assert await anext(first)
        seen = EventStreamParser().feed(await anext(first))[0].last_event_id
        await first.aclose()
        again = begun(searches, seen)
        await read(begun(searches))
        return [event.type for event in await read(again)]

    assert searching(story, searches_kept=1) == WHOLE[1:]


@pytest.mark.parametrize("taken", [0, 1])
def test_a_search_that_is_ended_from_outside_does_not_say_that_it_is_done(taken: int) -> None:
    async def story(searches: Searches) -> list[str]:
        events = begun(searches)
        for _ in range(taken):
            await anext(events)
        await searches.close()
        return [event.type for event in await read(events)]

    assert searching(story) == []


@pytest.mark.parametrize("resume_for", [0, 60])
def test_a_search_that_nobody_begins_to_read_is_forgotten(resume_for: float) -> None:
    async def story(searches: Searches) -> tuple[int, int]:
        for _ in range(100):
            await begun(searches).aclose()
        before = len(searches)
        await asyncio.sleep(resume_for + 5.1)
        return before, len(searches)

    assert searching(story, resume_for=resume_for) == (100, 0)
