"""Lets a loop add up the positions."""

TASK = "03.1"

writes, _position = [], 0
for _what, _size in (("placeholder", 444), ("block", 474), ("block", 402), ("index", 48), ("footer", 48)):
    writes.append([_what, _position, _size])
    _position += _size
writes.append(["header", 0, 444])
