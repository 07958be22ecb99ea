from bisect import insort


class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.came, self.ranks = capacity, 0, []

    def offer(self, item, worth):
        self.came += 1
        new = worth, -self.came, item
        insort(self.ranks, new)
        return len(self.ranks) <= self.capacity or self.ranks.pop(0) is not new

    def take(self, max_items):
        batch = []
        while self.ranks and len(batch) < max_items:
            batch.append(self.ranks.pop()[2])
        return batch
