class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.inside = capacity, []

    def offer(self, item, worth):
        new = item, worth
        self.inside.append(new)
        if len(self.inside) <= self.capacity:
            return True
        weakest = min(reversed(self.inside), key=lambda one: one[1])
        self.inside = [one for one in self.inside if one is not weakest]
        return weakest is not new

    def take(self, max_items):
        batch, self.inside = self.inside[:max_items], self.inside[max_items:]
        return [item for item, _ in batch]
