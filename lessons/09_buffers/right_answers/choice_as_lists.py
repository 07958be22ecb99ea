"""Writes lists."""

TASK = "09.5"

choice = {"archive": ["error", 89, 0], "screen": ["drop_oldest", 1, 242], "desk": ["drop_newest", 13, 76]}
