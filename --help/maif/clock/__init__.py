"""Time as a parameter: whatever waits or stamps asks a `Clock`, so a test or a lesson can hand in a `VirtualClock`.

Virtual time stands still while anybody works. When everybody waits, it jumps to the moment when the first wait ends.
An hour of waiting then takes no time. `run` does this for a program of tasks: it is `asyncio.run` on an event loop
whose time is a `VirtualClock`'s, and every run takes the same course.
"""

from typing import TYPE_CHECKING, Any

from maif.clock.system import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from maif.clock.virtual import VirtualClock
    from maif.clock.virtual_loop import VirtualTimeLoop, run

__all__ = ["SYSTEM_CLOCK", "Clock", "VirtualClock", "VirtualTimeLoop", "run"]


def __getattr__(name: str) -> Any:
    """Import what is virtual when it is first asked for: a program on real time need not load it."""
    if name == "VirtualClock":
        from maif.clock import virtual

        return virtual.VirtualClock
    if name in ("VirtualTimeLoop", "run"):
        from maif.clock import virtual_loop

        return getattr(virtual_loop, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
