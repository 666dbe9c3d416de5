"""The installed program, as far as it can be tested without building it."""
