"""What tests with a real broker share: the broker, and a topic of each test's own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

import broker

_numbers = itertools.count()


@pytest.fixture(scope="module")
def kafka() -> Iterator[broker.Broker]:
    """A broker for all tests of a module."""
    with broker.running_broker() as running:
        yield running


@pytest.fixture
def topic() -> str:
    """The name of a topic that no other test has."""
    return f"topic-{next(_numbers)}"
