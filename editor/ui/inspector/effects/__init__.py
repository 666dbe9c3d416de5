"""The Effects tab of the inspector."""
