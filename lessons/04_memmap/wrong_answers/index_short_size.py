"""Takes 4 bytes for the size, as it has in a block's header."""

TASK, FAILS, CAUSE = "04.2", {"04.2.fields"}, "length"
INSTEAD_OF = '("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")'
WRITES = '("size", ">u4"), ("type_code", ">u2"), ("flags", ">u2")'
