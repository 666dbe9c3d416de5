"""The jobs on disk: what was asked for, how far it came, and which takes were made and not yet taken over."""

from editor.job_store.store import JobStore
from editor.job_store.stored import JobProject, Run, Stored

__all__ = ["JobProject", "JobStore", "Run", "Stored"]
