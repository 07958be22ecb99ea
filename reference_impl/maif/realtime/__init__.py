"""Live streams into MAIF files: sources, handlers for messages and events, at least once.

A processor reads sources and calls your functions; what they write into artifacts is written once, across restarts.
"""
