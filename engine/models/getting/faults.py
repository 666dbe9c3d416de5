"""What a connection can do to a download, as the loop that goes on with it understands it."""


class Cut(Exception):
    """The connection broke, or was refused for now: what came stays, and it is tried again.

    after: seconds to wait at least.
    """

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class Strange(Exception):
    """The answer is not to what was asked: nothing of it is used, and the file is begun anew."""
