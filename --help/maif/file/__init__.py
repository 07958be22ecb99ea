"""What a MAIF file is made of: its bytes, their hashes and signatures, and how they get to a disk and back.

Read `format` first; the order in which its neighbours build on it stands in the README of the library.
"""
