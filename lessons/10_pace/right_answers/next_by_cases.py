"""Goes through the cases."""

TASK = "10.3"


def next_size(size, seconds, target, smallest, largest):
    if 4 * seconds <= target:
        size *= 2
    else:
        size *= (target / seconds) ** 0.5
    if size < smallest:
        return smallest
    if size > largest:
        return largest
    return size
