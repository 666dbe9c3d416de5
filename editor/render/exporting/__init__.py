"""What an export is made of: the settings, and what they mean for pictures, sound and the words in the file."""
