"""Wan's VAE: latents and pictures."""
