"""Puts the size before the offset."""

TASK, FAILS, CAUSE = "04.2", {"04.2.fields"}, "places"
INSTEAD_OF = '[("offset", ">u8"), ("size", ">u8")'
WRITES = '[("size", ">u8"), ("offset", ">u8")'
