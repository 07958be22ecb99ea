def lines_of(file, begin, end):
    lines = []
    file.seek(max(begin - 1, 0))
    if begin:
        file.readline()
    while file.tell() < end and (line := file.readline()):
        lines.append(line)
    return iter(lines)
