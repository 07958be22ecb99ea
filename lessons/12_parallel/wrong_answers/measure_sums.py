"""Adds up how long the calls take."""

TASK, FAILS, CAUSE = "12.5", {"12.5.measure"}, "summed"
INSTEAD_OF = "    seconds = run(main())\n"
WRITES = "    run(main())\n    seconds = busy\n"
