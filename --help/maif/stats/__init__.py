"""Statistics of a stream in one pass and little memory. Each file holds one algorithm.

| to know | use | memory | merges |
| --- | --- | --- | --- |
| mean, variance, smallest and largest | `RunningStats` | constant | exactly |
| skewness and kurtosis too | `RunningMoments` | constant | exactly |
| the same of each component of vectors | `VectorStats`, `VectorMoments` | dimensions | exactly |
| how the components of vectors vary together | `RunningCovariance` | dimensions² | exactly |
| mean and variance of the last values, old ones fading | `EWMA` | constant | no |
| the same of the last `size` values | `RollingStats`, `RollingMinimum` | `size` | no |
| one quantile, roughly | `P2Quantile` | five numbers | no |
| any quantile, most exact at the ends | `TDigest` | constant | yes |
| a fair sample | `Reservoir` | k items | yes |
| the most frequent items | `SpaceSaving` | k items | yes |

Whatever takes numbers takes `nan=`: `"propagate"` (as numpy: a NaN makes the figures NaN), `"skip"` (as pandas) or
`"raise"`. Figures of no values at all are NaN.
"""

from maif.stats.covariance import RunningCovariance
from maif.stats.ewma import EWMA
from maif.stats.moments import RunningMoments, VectorMoments
from maif.stats.p2 import P2Quantile
from maif.stats.reservoir import Reservoir
from maif.stats.rolling import RollingMinimum, RollingStats
from maif.stats.running import RunningStats
from maif.stats.space_saving import SpaceSaving
from maif.stats.tdigest import TDigest
from maif.stats.vectors import VectorStats
from maif.stats.welford import Welford

__all__ = [
    "EWMA",
    "P2Quantile",
    "Reservoir",
    "RollingMinimum",
    "RollingStats",
    "RunningCovariance",
    "RunningMoments",
    "RunningStats",
    "SpaceSaving",
    "TDigest",
    "VectorMoments",
    "VectorStats",
    "Welford",
]
