"""When a window is finished: the watermark, which says up to what time nothing more is expected."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from maif.windows.event_time import Span, Window

T = TypeVar("T")


from maif._learner.lesson_07 import closed_windows
