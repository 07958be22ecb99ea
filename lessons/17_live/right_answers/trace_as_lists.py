"""Writes lists, and spaces between the letters."""

TASK = "17.1"

trace = {
    "commits first": ["A B C D", "A C D"],
    "writes first": ["A B C D", "A B B C D"],
    "in twos": ["A B A B C D", "A B C D"],
    "remembers": ["A B C D", "A B C D"],
    "side by side": ["B C D", "B A C D"],
}
