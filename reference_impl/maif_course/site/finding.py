"""Searching the pages: what the theme's search lacks, from a disk and for those who hear the page."""

from __future__ import annotations

from pathlib import Path

_DIALOG = 'data-md-component="search" role="dialog"'


def with_named_dialog(page: str) -> str:
    """Return a page whose dialog for searching has a name.

    >>> with_named_dialog('<div data-md-component="search" role="dialog">')
    '<div data-md-component="search" role="dialog" aria-label="Search">'
    """
    return page.replace(_DIALOG, f'{_DIALOG} aria-label="Search"')


def write_for_disks(site: Path) -> None:
    """Write the index once more, as a script: a page that comes from a disk may fetch no file, but run a script."""
    index = site / "search" / "search_index.json"
    index.with_suffix(".js").write_text(f"var __index = {index.read_text(encoding='utf-8')}\n", encoding="utf-8")
