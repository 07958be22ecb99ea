"""Has a function for each of the three things."""

TASK = "17.6"


def consume(desk, most):
    positions, held = Positions(), frozenset(desk.held())
    reading = desk.committed

    def begin_more():
        nonlocal reading
        for _ in range(len(positions), most):
            message = desk.read(reading)
            if message is None:
                return False
            positions.begin(reading, reading + 1)
            if reading in held:
                positions.finish(reading)
            else:
                desk.begin(reading, message)
            reading += 1
        return len(positions) < most

    def commit():
        if positions.committable() not in (None, desk.committed):
            desk.commit(positions.committable())

    while True:
        while begin_more():
            pass
        commit()
        if positions.unfinished == 0:
            return
        positions.finish(desk.next_done())
