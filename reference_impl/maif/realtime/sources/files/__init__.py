"""Files as a source, as they grow, and whatever becomes of them.

In the order of reading: `bookmarks` says how a content is known again, `contents` what a file holds at an offset,
`line_cut` where its whole lines end; `tail` reads one file by lines; `listing` says what a folder holds, `folder` which
file of it is which; `source` is what a processor reads.
"""

from maif.realtime.sources.files.source import FileSource

__all__ = ["FileSource"]
