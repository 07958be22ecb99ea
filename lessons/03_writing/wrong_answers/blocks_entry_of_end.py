"""Moves on before it makes the entry."""

TASK, FAILS, CAUSE = "03.4", {"03.4.places"}, "entry-of-end"
INSTEAD_OF = """        index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
        position += size
"""
WRITES = """        position += size
        index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
"""
