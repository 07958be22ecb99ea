"""Writes the steps as a tuple."""

TASK = "01.1"

trace = ("read EWR", "lower EWR", "got ewr", "read JFK", "lower JFK", "got jfk")
