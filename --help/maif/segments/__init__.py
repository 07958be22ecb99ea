"""An artifact on disk: a folder of MAIF files, its segments, that read like one row of blocks.

`naming` says which files are segments; `grouping` leaves out what a dead writer left half written; `masking` hides
personal data that was taken back, until the file is rewritten without it. `reading` (a segment), `folder` (all of
them) and `following` (those to come) stand on these.
"""

from maif.segments.folder import SegmentFolder
from maif.segments.following import follow_blocks
from maif.segments.masking import Span
from maif.segments.naming import segment_paths
from maif.segments.reading import SegmentReader, find_block, read_blocks

__all__ = ["SegmentFolder", "SegmentReader", "Span", "find_block", "follow_blocks", "read_blocks", "segment_paths"]
