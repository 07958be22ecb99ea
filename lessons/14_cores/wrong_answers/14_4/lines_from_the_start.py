def lines_of(file, begin, end):
    at = 0
    file.seek(0)
    while at < end and (line := file.readline()):
        if begin <= at:
            yield line
        at += len(line)
