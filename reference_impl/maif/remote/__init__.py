"""MAIF files far away: read range by range, at any URL that fsspec knows (`s3://`, `https://`, `memory://`, …).

Every reader takes a URL where it takes a path. `RangedFile` is what opens it, for who wants to say how: it may be given
in the place of a path, too. `store` decides how one object is asked for, `ahead` fetches before it is needed, `kept`
holds on disk what will be looked at again.
"""

from maif.remote.ranges import RangedFile, open_anywhere
from maif.remote.urls import is_url

__all__ = ["RangedFile", "is_url", "open_anywhere"]
