"""Fetching published models: what to fetch, resumed after any cut, and believed only after our own sum of it."""
