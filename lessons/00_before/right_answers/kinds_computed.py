"""Computes what it can."""

TASK = "00.2"

kinds = {
    'len("Zürich")': len("Zürich"),
    'len("Zürich".encode())': len("Zürich") + 1,
    'b"abc"[0]': ord("a"),
    'b"abc"[:1]': bytes([97]),
    'b"abc" == "abc"': b"abc" == "abc",
}
