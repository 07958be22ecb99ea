class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.items, self.worths = capacity, [], {}

    def offer(self, item, worth):
        self.items.append(item)
        self.worths[item] = worth
        if len(self.items) <= self.capacity:
            return True
        weakest = min(reversed(self.items), key=self.worths.get)
        self.items.remove(weakest)
        return weakest != item

    def take(self, max_items):
        batch, self.items = self.items[:max_items], self.items[max_items:]
        return batch
