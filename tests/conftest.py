"""Property tests take as long as they take: the machine may be busy. In CI they try the same cases each time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")
