"""What a writer must remember until the end (the index, the provenance) without keeping it in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator


from maif._learner.lesson_03 import Spill
