"""Opens quickly, and loads everything when the first block is asked for."""

TASK, FAILS = "04.4", {"04.4.lazy", "04.4.slice", "04.4.held"}
CAUSE = {"04.4.lazy": "all-at-once", "04.4.slice": "slice-reads", "04.4.held": "all"}


class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries, self.blocks = read, entries, None

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if self.blocks is None:
            self.blocks = [self.read(offset, size) for offset, size in self.entries]
        return self.blocks[number]
