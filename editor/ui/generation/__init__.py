"""Asking for new frames: the dialogs at the cut, what the model sees, menu rows, words about the join."""
