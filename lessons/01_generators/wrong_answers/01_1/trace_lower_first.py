trace = ["lower EWR", "read EWR", "got ewr", "lower JFK", "read JFK", "got jfk"]
