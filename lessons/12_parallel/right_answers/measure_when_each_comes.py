"""Looks at the clock at each answer, and sums up first."""

TASK = "12.5"


def measure(questions, max_in_flight, max_waiting):
    asked = list(questions)

    async def main():
        loop = asyncio.get_running_loop()
        moments = [loop.time() async for _ in amap(ask, asked, max_in_flight, max_waiting)]
        return moments[-1]

    last = run(main())
    return last, sum(seconds for _, seconds in asked) / last


room = 13
