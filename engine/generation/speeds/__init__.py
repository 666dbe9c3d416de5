"""Clips at another speed or rate, and the frames between their own."""
