"""Cuts a block off at every place."""

TASK = "01.4"


def examine(walk):
    data = block(b"abc")
    for length in range(len(data)):
        assert not list(walk(data[:length])), f"{length} bytes are no whole block"
    assert list(walk(data)) == [(0, len(data))]
