from collections import OrderedDict


class LeastRecent:
    values, _sizes = OrderedDict(), {}

    def __init__(self, max_size):
        self.max_size = max_size
        self.size = 0
        self.values.clear()
        self._sizes.clear()

    def put(self, key, value, size):
        self.values[key] = value
        self.values.move_to_end(key)
        self.size += size - self._sizes.get(key, 0)
        self._sizes[key] = size
        left = []
        while self.size > self.max_size:
            cold = next(iter(self.values))
            left.append((cold, self.pop(cold)))
        return left

    def get(self, key):
        self.values.move_to_end(key)
        return self.values[key]

    def pop(self, key):
        if key not in self.values:
            raise KeyError(key)
        self.size -= self._sizes.pop(key)
        return self.values.pop(key)
