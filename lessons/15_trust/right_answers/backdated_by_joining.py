"""Joins what comes before, the time, and what comes after."""

TASK = "15.4"


def backdated(data, number, time):
    data = bytes(data)
    blocks = list(walk(data[444:]))
    at = 444 + blocks[number][0] + BLOCK_AT["timestamp"]
    return data[:at] + time.to_bytes(8, "big") + data[at + 8 :]
