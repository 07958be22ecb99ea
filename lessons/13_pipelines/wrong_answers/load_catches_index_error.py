"""Expects the error of a list, where the registry raises that of a dictionary."""

TASK, FAILS = "13.3", {"13.3.records"}
CAUSE = "unknown-is-fatal"
INSTEAD_OF = "        except KeyError:\n            return None"
WRITES = "        except IndexError:\n            return None"
