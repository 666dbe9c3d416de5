"""What models there are and what is known of one before its weights are read. Needs no torch."""
