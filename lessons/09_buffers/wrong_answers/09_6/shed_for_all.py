from bisect import bisect_left, insort


class LoadShedder:
    came, inside, ranks = 0, {}, []

    def __init__(self, capacity):
        self.capacity = capacity

    def offer(self, item, worth):
        LoadShedder.came += 1
        number = LoadShedder.came
        self.inside[number] = item, worth
        insort(self.ranks, (worth, -number))
        if len(self.inside) > self.capacity:
            del self.inside[-self.ranks.pop(0)[1]]
        return number in self.inside

    def take(self, max_items):
        batch = []
        while self.inside and len(batch) < max_items:
            number = min(self.inside)
            item, worth = self.inside.pop(number)
            del self.ranks[bisect_left(self.ranks, (worth, -number))]
            batch.append(item)
        return batch
