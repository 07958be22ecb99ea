trace = [(True, 1), (1.5, False), (0, True), (0, True), (0.5, False), (0, True), (0.5, True)]
