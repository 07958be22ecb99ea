trace = [
    *["read EWR", "read JFK", "read LGA"],
    *["lower EWR", "lower JFK", "lower LGA"],
    *["got ewr", "got jfk"],
]
