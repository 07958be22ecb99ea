"""Answers over HTTP, as server-sent events: `create_app` makes the ASGI application, `maif serve` runs it.

Each name loads its module, and with it FastAPI, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maif.serve.app import create_app
    from maif.serve.limits import Limits
    from maif.serve.server import Server, serve

__all__ = ["Limits", "Server", "create_app", "serve"]


def __getattr__(name: str) -> Any:
    from maif.errors import MissingExtraError

    if name == "Limits":
        from maif.serve import limits

        return limits.Limits
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from maif.serve import app, server
    except ImportError as error:
        raise MissingExtraError(error.name or "fastapi", extra="serve", needed_for=f"maif.serve.{name}") from error
    return app.create_app if name == "create_app" else getattr(server, name)
