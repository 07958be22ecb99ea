"""`python -m maif.compat`."""

from maif.compat.running import main

main()
