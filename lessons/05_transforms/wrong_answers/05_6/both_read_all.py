def both(source):
    items = list(source)
    return iter(items), iter(items)
