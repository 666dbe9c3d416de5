"""What the engine can be asked for, as functions: made in this process, on this thread."""
