"""The blocks of a MAIF file: one after the other, by number, and by id.

Nothing is read that is not asked for. Opening costs the same for ten blocks or ten million: a block's number leads
through the index to its bytes, and the lookup by id is built when an id is first looked up.

`opened_file` knows where everything lies in a file, and what its header and closing sections say; `ids` finds a block's
number by its id; `storage` hands out the blocks.
"""

from maif.block_storage.storage import BlockStorage, FileInfo

__all__ = ["BlockStorage", "FileInfo"]
