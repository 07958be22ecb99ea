"""Returns where nothing came."""

TASK = "15.5"

from hashlib import sha256


class Chain:
    def __init__(self):
        self.count = 0
        self.last_hash = b"\0" * 32
        self._tree = []
        self._headers = sha256(b"")

    def add(self, content_hashes, headers):
        if not content_hashes:
            return
        for at in range(0, len(content_hashes), 32):
            carry(self._tree, content_hashes[at : at + 32])
        self._headers.update(headers)
        self.last_hash = bytes(content_hashes[len(content_hashes) - 32 :])
        self.count = self.count + len(content_hashes) // len(self.last_hash)

    def add_frame(self, frame):
        header = bytes(frame[: BLOCK_HEADER.size])
        at = BLOCK_AT["content_hash"]
        self.add(header[at : at + 32], without_signature(header))

    def root(self):
        return folded(self._tree)

    def headers_sha256(self):
        return self._headers.digest().hex()
