def both(source):
    return source, source
