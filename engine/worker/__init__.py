"""The door to the engine for whoever lets it work in the background."""

from engine.hosts.protocol import Host
from engine.worker.job import Job, JobState
from engine.worker.thread import ATTEMPTS, Worker

__all__ = ["ATTEMPTS", "Host", "Job", "JobState", "Worker"]
