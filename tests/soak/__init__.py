"""Long runs: the same checks as the tests, many more times."""
