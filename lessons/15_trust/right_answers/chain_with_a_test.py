"""Returns where nothing came."""

TASK = "15.5"

from hashlib import sha256


class Chain:
    def __init__(self):
        self.count = 0
        self.last_hash = b"\0" * 32
        self._tree = MerkleTree()
        self._headers = sha256(b"")

    def add(self, content_hashes, headers):
        if not content_hashes:
            return
        self._tree.add(content_hashes)
        self._headers.update(headers)
        self.last_hash = bytes(content_hashes[len(content_hashes) - 32 :])
        self.count = self.count + len(content_hashes) // len(self.last_hash)

    def add_frame(self, frame):
        header = bytes(frame[: BLOCK_HEADER.size])
        at = BLOCK_AT["content_hash"]
        self.add(header[at : at + 32], without_signature(header))

    def root(self):
        return self._tree.root()

    def headers_sha256(self):
        return self._headers.digest().hex()
