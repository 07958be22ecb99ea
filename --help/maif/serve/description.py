"""What the server says about itself: its streams in OpenAPI's terms, and a page of all its addresses."""

from __future__ import annotations

from html import escape
from typing import Any

_HIT = """event: hit
id: 5f0c-1
data: {"sequence_number": 1, "id": "heapq.merge", "score": 0.91, "text": "Merge several …", "source": "heapq.py"}

event: done
id: 5f0c-2
data: {"sequence_number": 2, "hits": 1, "seconds": 0.004}
"""
_STATS = 'event: stats\ndata: {"name": "live", "time": 1767225600.0, "rate_in": 1204.5, "rate_out": 1201.0, …}\n'


def _stream(description: str, example: str) -> dict[int | str, dict[str, Any]]:
    content = {"text/event-stream": {"schema": {"type": "string"}, "example": example}}
    return {
        200: {"description": description, "content": content},
        401: {"description": "The token is missing, or wrong."},
        429: {"description": "Too many requests, or open streams."},
    }


EVENT_STREAM = _stream(
    "Server-sent events. `hit`: sequence_number, id, score, text, source, seconds, and block where there is one. "
    "`done`: the end, with hits and seconds. `error`: the end, with a message. `reset`: what was seen before the "
    "connection was lost is to be dropped, all hits come anew. Each but the last has an id to go on from.",
    _HIT,
) | {
    204: {"description": "The stream that Last-Event-ID names has ended, and nothing follows."},
    422: {"description": "The query is not valid: `detail` says why."},
    503: {"description": "The index is not loaded yet."},
}
LIVE_STREAM = _stream(
    "Server-sent events. `stats`: the figures of the processor, each second. `happened`: an event of it.", _STATS
) | {404: {"description": "No live stream runs here."}}


def as_page(openapi: dict[str, Any]) -> str:
    """Return a description of all addresses as a page, made of nothing but itself and the server's style sheet."""
    parts = []
    for path, methods in openapi["paths"].items():
        for method, what in methods.items():
            parts.append(f"<h2><code>{method.upper()} {escape(path)}</code></h2>")
            parts.append(f"<p>{escape(what.get('summary', ''))}</p>")
            for argument in what.get("parameters", []):
                schema = argument["schema"]
                about = argument.get("description") or schema.get("description", "")
                needed = "needed" if argument.get("required") else f"else {schema.get('default', '')!r}"
                parts.append(f"<p><code>{escape(argument['name'])}</code> ({escape(needed)}): {escape(about)}</p>")
            for status, response in what["responses"].items():
                parts.append(f"<p><b>{status}</b> {escape(response['description'])}</p>")
                for content in response.get("content", {}).values():
                    if example := content.get("example"):
                        parts.append(f"<pre tabindex='0'>{escape(example)}</pre>")
    body = "\n".join(parts)
    title = f"{escape(openapi['info']['title'])} {escape(openapi['info']['version'])}"
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
        f"content='width=device-width'><title>{title}: its addresses</title><link rel='stylesheet' href='/page.css'>"
        f"</head><body><main class='docs'><h1>{title}</h1><p>As <a href='/openapi.json'>OpenAPI</a>. "
        f"<a href='/'>To the page</a>.</p>{body}</main></body></html>"
    )
