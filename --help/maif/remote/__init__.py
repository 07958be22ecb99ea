"""MAIF files far away: read range by range, at any URL that fsspec knows (`s3://`, `https://`, `memory://`, …).

Every reader takes a URL where it takes a path, and so does the writer. `RangedFile` and `Upload` are for who wants to
say how: they may be given in the place of a path, too. `stores` knows how a store is asked, `objects` asks again,
`ahead` fetches before it is needed, `kept` holds on disk what will be looked at again.
"""

from maif.remote.ranges import RangedFile, open_anywhere
from maif.remote.upload import Upload, destination
from maif.remote.urls import is_url, local_path, urls_in

__all__ = ["RangedFile", "Upload", "destination", "is_url", "local_path", "open_anywhere", "urls_in"]
