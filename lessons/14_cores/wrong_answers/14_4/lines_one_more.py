def lines_of(file, begin, end):
    file.seek(max(begin - 1, 0))
    if begin:
        file.readline()
    at = file.tell()
    for line in file:
        if at >= end:
            return
        yield line
        at += len(line)
