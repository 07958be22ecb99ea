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
        "chain_without_order",
        believes="Hashes each header by itself, and sorts",
        fails={"15.5.headers": "each-alone", "15.5.batches": "headers-differ"},
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
            ("self.count += len(content_hashes) // 32", "self.count += 1"),
        ],
    ),
    Wrong(
        "chain_last_hashes",
        believes="Takes all that came for the last hash",
        fails={"15.5.batches": "all-last"},
        edits=[
            (
                "self.last_hash = content_hashes[-32:] or self.last_hash",
                "self.last_hash = content_hashes or self.last_hash",
            ),
        ],
    ),
    Wrong(
        "chain_forgets",
        believes="Takes nothing for the last hash where no block came",
        fails={"15.5.batches": "forgotten"},
        edits=[
            ("self.last_hash = content_hashes[-32:] or self.last_hash", "self.last_hash = content_hashes[-32:]"),
        ],
    ),
    Wrong(
        "chain_first_of_many",
        believes="Takes the first hash of those that came together",
        fails={"15.5.batches": "first-of-many"},
        edits=[
            (
                "self.last_hash = content_hashes[-32:] or self.last_hash",
                "self.last_hash = content_hashes[:32] or self.last_hash",
            ),
        ],
    ),
    Wrong(
        "chain_one_tree",
        believes="Makes one tree for all chains",
        fails={"15.5.batches": "tree-shared"},
        edits=[
            ("def __init__(self):", "def __init__(self, tree=MerkleTree()):"),
            ("self._tree = MerkleTree()", "self._tree = tree"),
        ],
    ),
    Wrong(
        "chain_one_leaf",
        believes="Adds one leaf a call",
        fails={"15.5.batches": "one-added"},
        edits=[
            ("self._tree.add(content_hashes)", "self._tree.add(content_hashes[:32])"),
        ],
    ),
]
