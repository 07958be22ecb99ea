def next_size(size, seconds, target, smallest, largest):
    wanted = size * sqrt(target / seconds) if seconds else 2 * size
    return min(2 * size, max(smallest, min(wanted, largest)))
