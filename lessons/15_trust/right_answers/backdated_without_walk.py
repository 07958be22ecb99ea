"""Goes from block to block by their sizes."""

TASK = "15.4"


def backdated(data, number, time):
    at = FILE_HEADER.size
    for _ in range(number):
        at += int.from_bytes(data[at : at + 4], "big")
    forged = bytearray(data)
    forged[at + 16 : at + 24] = struct.pack(">Q", time)
    return bytes(forged)
