"""Packs the content hash before that of the block before."""

TASK, FAILS, CAUSE = "03.2", {"03.2.fields"}, "swapped"
INSTEAD_OF = """previous_hash, content_hash)
    tail"""
WRITES = """content_hash, previous_hash)
    tail"""
