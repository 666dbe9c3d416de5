"""What the files that models come in say of themselves, by their headers alone."""
