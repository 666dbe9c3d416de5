"""What is heard under new frames."""
