def twin(leaves):
    width, found = 1, list(leaves)
    while width < len(found):
        if len(found) // width % 2:
            found += found[-width:]
        width *= 2
    return found if len(found) > len(leaves) else None
