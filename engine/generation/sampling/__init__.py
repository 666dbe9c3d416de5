"""Vectorized timestep adaptation: noise levels, windows of latents, the loop that samples them."""
