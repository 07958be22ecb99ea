"""What tests of whole files share: the path of one, and a disk that is not waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test has its file."""
    return tmp_path / "file.maif"


@pytest.fixture
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what is synced count as synced: these tests write files by the hundred, and no power fails."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
