"""Leaves the byte order to the machine."""

TASK, FAILS, CAUSE = "04.2", {"04.2.fields"}, "byte-order"
INSTEAD_OF = '[("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")]'
WRITES = '[("offset", "u8"), ("size", "u8"), ("type_code", "u4"), ("flags", "u4")]'
