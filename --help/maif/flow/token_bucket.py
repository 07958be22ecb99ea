"""The level of a token bucket: what it holds at a moment, and when a debt is paid."""

from __future__ import annotations

from math import inf

# A moment such as 0.7 - 0.6 s is off by a rounding error. It must not make a token that is due come later.
ROUNDING = 1e-9


from maif._learner.lesson_10 import TokenBucket
