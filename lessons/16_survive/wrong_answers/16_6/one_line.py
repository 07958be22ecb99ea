from collections import OrderedDict


class TwoLines:
    def __init__(self, places, regulars):
        self.places, self.new = places, OrderedDict()

    def lines(self):
        return list(self.new), []

    def put(self, key, value):
        self.new.pop(key, None)
        self.new[key] = value
        if len(self.new) > self.places:
            self.new.popitem(last=False)

    def get(self, key):
        self.new.move_to_end(key)
        return self.new[key]
