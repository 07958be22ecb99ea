"""Streaming for MAIF files: write, read, verify and recover, and the parts that move data between."""

__version__ = "0.1.0"
