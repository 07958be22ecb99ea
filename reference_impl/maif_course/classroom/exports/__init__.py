"""Marks as the files that learning platforms take."""
