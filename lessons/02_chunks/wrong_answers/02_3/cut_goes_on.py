def cut_at_newlines(chunks, max_line):
    held, carriage_return = b"", b""
    for chunk in chunks:
        data = held + carriage_return + chunk
        carriage_return = b"\r" if data.endswith(b"\r") else b""
        stop = len(data) - len(carriage_return)
        cut = max(data.rfind(b"\n", 0, stop), data.rfind(b"\r", 0, stop)) + 1
        if cut:
            yield data[:cut]
        held = data[cut:stop]
        if len(held) > max_line:
            yield held
            held = b""
    if held or carriage_return:
        yield held + carriage_return
