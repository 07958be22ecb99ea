"""A mean and a variance whose old values fade: each push takes a part off the weight of all values before it."""

from __future__ import annotations

import math


from maif._learner.lesson_08 import alpha_of


from maif._learner.lesson_08 import Fading
