"""Windows: finite looks at an endless stream, by count (`tumbling`, `sliding`, `sliding_view`) or by event time.

Event time is when a thing happened, not when we hear of it, so items come late and in disorder. `time_windows` and
`sessions` follow a *watermark*: the newest time seen, minus the lateness that you allow. It never goes back. A window
closes, and is yielded, once the watermark has reached its end. Only open windows are held.
(Akidau et al., "The Dataflow Model", 2015.)
"""

from maif.windows.by_count import sliding, sliding_view, tumbling
from maif.windows.by_gap import sessions
from maif.windows.by_time import time_windows
from maif.windows.event_time import Window, WindowStream

__all__ = ["Window", "WindowStream", "sessions", "sliding", "sliding_view", "time_windows", "tumbling"]
