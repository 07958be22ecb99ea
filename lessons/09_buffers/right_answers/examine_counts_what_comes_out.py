"""Takes all that is there, and counts what is missing."""

TASK = "09.3"


def examine(make):
    buffer = make(2)
    for letter in "ABCDEFG":
        buffer.offer(letter)
    missing = 7 - len(buffer.take(100))
    assert buffer.stats.dropped == missing, f"{missing} items have vanished"
