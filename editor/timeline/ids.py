"""What things on a timeline are told apart by."""

from typing import NewType
from uuid import uuid4

ItemId = NewType("ItemId", str)  # of a clip, a gap or a transition; markers have their own
TrackId = NewType("TrackId", str)
MediaId = NewType("MediaId", str)
MarkerId = NewType("MarkerId", str)


def new_id() -> str:
    """Unlike any other ever given."""
    return uuid4().hex
