"""The document as values: OpenTimelineIO's nouns, and edits that return the next timeline. Plain Python."""
