"""Builds the table from two lists."""

TASK = "15.1"

cases = ["bit", "hash", "link", "swap", "cut", "cut, root", "cut, signed", "older"]
notices = ["content", "chain root", "root", "chain root", "root", "signature", "key", ""]
trace = {case: names.split() for case, names in zip(cases, notices, strict=True)}
