"""From 02_chunks_solution.ipynb."""

def full_chunks(read, size):
    """Yield chunks of `size` bytes; the last may be shorter.

    >>> from io import BytesIO
    >>> list(full_chunks(BytesIO(b"abcdefg").read, 3))
    [b'abc', b'def', b'g']
    """
    parts: list[bytes] = []
    missing = size
    while (part := read(missing)):
        parts.append(part)
        missing -= len(part)
        if not missing:
            yield b''.join(parts)
            parts, missing = ([], size)
    if parts:
        yield b''.join(parts)

def cut_at_newlines(chunks, max_line):
    """Cut the chunks anew, behind newlines; a line that grows beyond `max_line` is given out unfinished.

    >>> list(cut_at_newlines([b"EWR\\nJF", b"K\\r", b"\\nLGA"], max_line=80))
    [b'EWR\\n', b'JFK\\r\\n', b'LGA']
    """
    held: list[bytes] = []
    size = 0
    carriage_return = b''
    for chunk in chunks:
        chunk = carriage_return + chunk
        carriage_return = b'\r' if chunk.endswith(b'\r') else b''
        stop = len(chunk) - len(carriage_return)
        cut = max(chunk.rfind(b'\n', 0, stop), chunk.rfind(b'\r', 0, stop)) + 1
        if cut:
            yield b''.join([*held, memoryview(chunk)[:cut]])
            held, size = ([], 0)
        held.append(chunk[cut:stop])
        size += stop - cut
        if size > max_line:
            break
    if (rest := b''.join([*held, carriage_return])):
        yield rest
from contextlib import closing
from maif.errors import LineError

def parsed_lines(blocks, place, parse, report):
    """Yield what `parse` makes of each line that is not blank; what it refuses goes to `report`. Closes the blocks."""
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines(keepends=True):
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
                place.move(1, len(line))
