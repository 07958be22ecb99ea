"""Pieces that a learner wrote."""
