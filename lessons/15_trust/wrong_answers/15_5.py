"""Misconceptions about task 15.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "chain_of_contents",
        believes="Hashes the content hashes a second time",
        fails={"15.5.headers": "content-alone", "15.5.batches": "headers-differ"},
        edits=[
            ("self._headers.update(headers)", "self._headers.update(content_hashes)"),
        ],
    ),
    Wrong(
        "chain_last_header",
        believes="Begins anew with each header",
        fails={"15.5.headers": "last-alone", "15.5.batches": "headers-differ"},
        edits=[
            ("self._headers.update(headers)", "self._headers = sha256(headers)"),
        ],
    ),
    Wrong(
        "chain_without_order",
        believes="Hashes each header by itself, and sorts",
        fails={"15.5.headers": "each-alone", "15.5.batches": "headers-differ"},
    ),
    Wrong(
        "chain_of_hashes",
        believes="Hashes the hashes of what comes together",
        fails={"15.5.headers": "other-hash", "15.5.batches": "headers-differ"},
        edits=[
            ("self._headers.update(headers)", "self._headers.update(sha256(headers).digest())"),
        ],
    ),
    Wrong(
        "chain_counts_calls",
        believes="Takes each call for a block",
        fails={"15.5.batches": "calls-counted"},
        edits=[
            (
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
                """
                self.count += 1
                for at in range(0, len(content_hashes), 32):
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
            ),
        ],
    ),
    Wrong(
        "chain_counts_none",
        believes="Counts one block at least",
        fails={"15.5.batches": "none-counted"},
        edits=[
            ("self.count += 1", ""),
            (
                "self._headers.update(headers)",
                """
            self._headers.update(headers)
            self.count += max(1, len(content_hashes) // 32)
            """,
            ),
        ],
    ),
    Wrong(
        "chain_leaves_zero_out",
        believes="Takes a hash of zero bytes for none",
        fails={"15.5.batches": "zero"},
        edits=[
            (
                "carry(self._pending, self.last_hash)",
                """
            if self.last_hash != bytes(32):
                carry(self._pending, self.last_hash)
            """,
            ),
        ],
    ),
    Wrong(
        "chain_last_hashes",
        believes="Takes all that came for the last hash",
        fails={"15.5.batches": "all-last"},
        edits=[
            (
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes
                    carry(self._pending, content_hashes[at : at + 32])
                """,
            ),
        ],
    ),
    Wrong(
        "chain_begins_anew_with_none",
        believes="Sets the last hash back when no block comes",
        fails={"15.5.batches": "forgotten"},
        edits=[
            (
                "self._headers.update(headers)",
                """
            self._headers.update(headers)
            if not content_hashes:
                self.last_hash = bytes(32)
            """,
            ),
        ],
    ),
    Wrong(
        "chain_forgets",
        believes="Takes nothing for the last hash where no block came",
        fails={"15.5.batches": "forgotten"},
        edits=[
            (
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
                """
                self.last_hash = b""
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
            ),
        ],
    ),
    Wrong(
        "chain_first_of_many",
        believes="Takes the first hash of those that came together",
        fails={"15.5.batches": "first-of-many"},
        edits=[
            (
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[:32]
                    carry(self._pending, content_hashes[at : at + 32])
                """,
            ),
        ],
    ),
    Wrong(
        "chain_one_tree",
        believes="Makes one tree for all chains",
        fails={"15.5.batches": "tree-shared"},
        edits=[
            ("def __init__(self):", "def __init__(self, pending=[]):"),
            ("self._pending = []", "self._pending = pending"),
        ],
    ),
    Wrong(
        "chain_one_leaf",
        believes="Adds one leaf a call",
        fails={"15.5.batches": "one-added"},
        edits=[
            (
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    carry(self._pending, self.last_hash)
                """,
                """
                for at in range(0, len(content_hashes), 32):
                    self.count += 1
                    self.last_hash = content_hashes[at : at + 32]
                    if at == 0:
                        carry(self._pending, self.last_hash)
                """,
            ),
        ],
    ),
]
