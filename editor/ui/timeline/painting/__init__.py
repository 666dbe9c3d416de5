"""How clips, gaps, joins and overlays are drawn."""
