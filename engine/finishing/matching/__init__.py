"""What new frames lack to match the clip they stand in, measured and made up for."""
