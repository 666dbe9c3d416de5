"""Longtake's editor: what the user sees and edits. Never imports torch, diffusers or transformers."""
