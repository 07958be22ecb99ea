"""Goes through a hundred blocks in a loop, and watches the most that were held."""

TASK = "04.5"


def examine(reader):
    held = Held()
    for _ in reader(lambda offset, size: held.item(size), [(444, size) for size in range(372, 472)]):
        pass
    if held.most > 3:
        raise AssertionError(f"{held.most} blocks were held at once")
