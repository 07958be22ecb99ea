"""Writes sets, and the empty text first."""

TASK = "16.1"

trace = {
    "begun": ({"A"}, {"A"}),
    "in place": ({"B"}, {"", "A", "B"}),
    "moved": ({"B"}, {"", "B", "A"}),
    "synced": ({"B"}, {"B", "A"}),
    "all": ({"B"}, {"B"}),
}
