"""Looks for lost messages and for doubled ones separately."""

TASK = "17.5"


def outcome(consume, log, kill):
    world = World(log, kill)
    for _ in range(2):
        try:
            consume(world)
            break
        except Killed:
            world.kill = 0
    return world.file


def examine(consume):
    log = ["a", "b", "c", "", "e"]
    for kill in [None, *range(1, 60)]:
        file = outcome(consume, log, kill)
        for entry in enumerate(log):
            assert entry in file, f"{entry} is lost"
            assert file.count(entry) == 1, f"{entry} is there twice"
