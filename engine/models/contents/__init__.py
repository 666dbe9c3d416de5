"""What one file is: told by what it holds, not by its name."""
