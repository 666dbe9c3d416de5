"""How a join looks: measured, judged, told."""
