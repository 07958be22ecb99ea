def lines_of(file, begin, end):
    file.seek(max(begin - 1, 0))
    if begin:
        file.readline()
    while file.tell() < end:
        yield file.readline()
