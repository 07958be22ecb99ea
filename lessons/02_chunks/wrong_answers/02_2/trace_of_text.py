trace = [("EWR\n", "JF"), ("", "JFK\r"), ("JFK\r\n", "LG"), ("", "LGA\r"), ("LGA\r", "BOS"), ("BOS", "")]
