"""Timelines in the forms that other editors read and write."""
