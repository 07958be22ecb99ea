"""Finds out first how many calls a life has."""

TASK = "17.5"


def examine(consume):
    log = ["one", "", "two", "three", "four", "five"]
    alive = World(log)
    consume(alive)
    assert len(alive.file) == len(log)
    for kill in range(1, alive.calls + 1):
        world = World(log, kill)
        try:
            consume(world)
            raise AssertionError("it should have been killed")
        except Killed:
            world.kill = 0
        consume(world)
        assert len(world.file) == len(log)
        assert dict(world.file) == dict(enumerate(log))
