"""Tensors out of files, each in its place in a network."""
