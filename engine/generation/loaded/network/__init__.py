"""The Wan transformer with one noise level per latent frame, and what makes it fast."""
