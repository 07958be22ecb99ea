"""Brings a clock of its own to the run."""

TASK = "12.5"

from maif.clock import VirtualClock


def measure(questions, max_in_flight, max_waiting):
    clock, spent = VirtualClock(), []

    async def timed(question):
        began = clock.time()
        await ask(question)
        spent.append(clock.time() - began)

    async def main():
        return [answer async for answer in amap(timed, questions, max_in_flight, max_waiting)]

    run(main(), clock=clock)
    return clock.time(), sum(spent) / clock.time()


room = 26 // 2
