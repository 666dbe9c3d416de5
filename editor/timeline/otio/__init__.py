"""A timeline as OpenTimelineIO's JSON, and back."""
