"""Names what it chooses."""

TASK = "09.5"

from collections import namedtuple

Choice = namedtuple("Choice", "policy places lost")

choice = {
    "desk": Choice("drop_newest", places=60 // 5 + 1, lost=829 - 753),
    "screen": Choice("drop_oldest", places=1, lost=829 - 587),
    "archive": Choice("error", places=89, lost=0),
}
