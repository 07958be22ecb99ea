from hashlib import sha256


class Chain:
    def __init__(self):
        self.count = 0
        self.last_hash = bytes(32)
        self._tree = []
        self._each = []

    def add(self, content_hashes, headers):
        self.count += len(content_hashes) // 32
        self.last_hash = content_hashes[-32:] or self.last_hash
        for at in range(0, len(content_hashes), 32):
            carry(self._tree, content_hashes[at : at + 32])
        self._each.append(headers)

    def add_frame(self, frame):
        header = bytes(frame[: BLOCK_HEADER.size])
        at = BLOCK_AT["content_hash"]
        self.add(header[at : at + 32], without_signature(header))

    def root(self):
        return folded(self._tree)

    def headers_sha256(self):
        return sha256(b"".join(sorted(sha256(header).digest() for header in self._each))).hexdigest()
