"""What the course proves of itself: every check on every known answer, and the library on swapped pieces."""
