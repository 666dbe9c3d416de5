"""Where a run goes on a machine, and what it needs there: planned before, measured after."""
