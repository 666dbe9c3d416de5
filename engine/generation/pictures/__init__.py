"""Frames with pictures given on the way, and new clips made of them or of words."""
