"""What a learner uses: the workspace and its state, notebooks as a learner left them, hints, and `assemble`."""
