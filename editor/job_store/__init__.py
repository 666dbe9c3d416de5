"""The jobs on disk: what was asked for, how far it came, and which takes were made and not yet taken over."""

from editor.job_store.store import JobStore, Stored

__all__ = ["JobStore", "Stored"]
