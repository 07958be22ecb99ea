def lines_of(file, begin, end):
    file.seek(max(begin - 1, 0))
    if begin:
        file.readline()
    lines_of.at = file.tell()
    while lines_of.at < end and (line := file.readline()):
        lines_of.at += len(line)
        yield line
