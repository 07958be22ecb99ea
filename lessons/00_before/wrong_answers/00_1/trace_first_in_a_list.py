trace = {"first": [1], "rest": [2, 3], "again": [], "default": "end"}
