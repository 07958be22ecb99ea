"""Looks at its own watch."""

TASK, FAILS, CAUSE = "12.5", {"12.5.measure"}, "real-clock"
INSTEAD_OF = "    seconds = run(main())\n"
WRITES = (
    "    import time\n\n    began = time.perf_counter()\n    run(main())\n    seconds = time.perf_counter() - began\n"
)
