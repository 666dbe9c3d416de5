"""Models out of their folders: weights, adapters, words, VAE."""
