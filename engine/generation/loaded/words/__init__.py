"""Prompts as a transformer reads them."""
