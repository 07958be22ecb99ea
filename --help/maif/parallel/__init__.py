"""Bounded concurrent maps: the one place where calls run side by side.

`amap_ordered` and `amap_as_completed` map async functions, `map_ordered` and `map_as_completed` plain ones in threads
or processes. All hold the same promises: what is in flight and what waits is bounded, and so is the lead of the source;
errors come at their item's place; leaving early ends what runs and closes the source. `call_queue` counts
for all of them.
"""

from maif.parallel.async_maps import amap_as_completed, amap_ordered
from maif.parallel.pools import map_as_completed, map_ordered

__all__ = ["amap_as_completed", "amap_ordered", "map_as_completed", "map_ordered"]
