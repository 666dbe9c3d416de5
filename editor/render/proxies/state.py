"""How it stands with the proxy of one file."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    NONE = "none"
    WAITING = "waiting"  # for its turn
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class Progress(NamedTuple):
    state: State
    part: float = 0.0  # of the film that is done, 0 to 1

    @property
    def is_on_its_way(self) -> bool:
        return self.state in (State.WAITING, State.MAKING)


NOTHING = Progress(State.NONE)
READY = Progress(State.READY, 1.0)
