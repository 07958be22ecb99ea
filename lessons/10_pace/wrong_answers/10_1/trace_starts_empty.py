trace = [
    (False, 0),
    (False, 0.5),
    (False, 1),
    (True, 1),
    (True, 0.5),
    (True, 0),
    (True, 0.5),
]
