"""Adapters in every layout, and what they change."""
