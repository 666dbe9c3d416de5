"""Generated sound, selected by itself, is told of as what it was made with."""

from collections.abc import Callable
from pathlib import Path

from editor.jobs import JobState
from editor.timeline.edits import made_with
from editor.timeline.model import Timeline
from editor.ui.inspector.generated_page import GeneratedPage
from tests.editor.ui.generation.scene import a_timeline
from tests.editor.ui.inspector.conftest import Hand


def test_the_page_of_the_sound_is_that_of_its_picture_and_its_job(
    show: Callable[[Timeline], Hand], tmp_path: Path
) -> None:
    hand = show(a_timeline(tmp_path))
    made = hand.generate()
    picture, sound = made_with(hand.timeline, hand.timeline.clip(made))
    hand.select(sound)
    assert isinstance(hand.page, GeneratedPage)
    assert hand.page.item_id == picture == made
    hand.click(hand.page.making.cancel)
    assert hand.jobs.rows[-1].state is JobState.CANCELLED
