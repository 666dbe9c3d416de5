"""What a user can ask for: verbs, each a function of the session."""
