"""What the mouse does in the lanes and the ruler: one class per gesture."""
