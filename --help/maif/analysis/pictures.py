"""Which file format a picture has, by its first bytes."""

from __future__ import annotations

_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif"}


def image_format(data: bytes) -> str | None:
    """Return `"png"`, `"jpeg"`, `"gif"` or `"webp"`; None for anything else.

    >>> image_format(b"GIF89a..."), image_format(b"a text")
    ('gif', None)
    """
    for beginning, name in _BEGINNINGS.items():
        if data.startswith(beginning):
            return name
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None
