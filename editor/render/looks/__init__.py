"""What a clip's look makes of its picture."""
