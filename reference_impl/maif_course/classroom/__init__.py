"""A class: what an instructor hands out, grades and hands back."""
