def next_size(size, seconds, target, smallest, largest):
    growth = min(2, sqrt(target / seconds)) if seconds >= 1e-3 else 2
    return max(smallest, min(largest, size * growth))
