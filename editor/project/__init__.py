"""Projects on disk: saved whole, never lost."""
