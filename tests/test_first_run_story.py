"""The story of a new user: the sample is opened, its first clip made longer where the hint points, and exported."""

from dataclasses import replace
from pathlib import Path

import pytest

from editor.project import sample
from editor.project.reading import read
from editor.project.save import content_to_save
from editor.timeline.model import Picture
from editor.timeline.otio_file import Project
from engine.media.probe import probe
from engine.media.read import read_frames
from tests.hands import Hands
from tests.story import CTRL, MAKING, SIZE, Key, Story, no_job_left, pan, story

__all__ = ["story"]

NEW = 12  # frames


@pytest.fixture(autouse=True)
def small_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is cut, of films that are quicker to work on."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    timeline = replace(read(sample.SHIPPED / sample.FILE).timeline, width=SIZE.width, height=SIZE.height)
    films = [pan(shipped / Path(media.path).name, seed, 84) for seed, media in enumerate(timeline.media)]
    picture = Picture(SIZE.width, SIZE.height, SIZE.rate)
    pool = [replace(media, path=str(film), picture=picture) for media, film in zip(timeline.media, films, strict=True)]
    file = shipped / sample.FILE
    file.write_bytes(content_to_save(file, Project(replace(timeline, media=tuple(pool)), "sample", 1)))
    monkeypatch.setattr(sample, "SHIPPED", shipped)


def test_a_new_user_opens_the_sample_makes_a_clip_longer_and_exports_it(story: Story, tmp_path: Path) -> None:
    async def day(hands: Hands) -> None:
        await open_the_sample(hands, tmp_path / "data")
        await extend_where_the_hint_is(hands)
        await export(hands, tmp_path / "film.mp4")

    story(day)


async def open_the_sample(hands: Hands, data: Path) -> None:
    window = hands.window
    await window.welcome([])
    assert "not measured yet" in window.card.machine.words
    hands.click(window.card.sample_button)
    await hands.until(lambda: hands.clips("V1"), "the sample")
    media = hands.session.document.timeline.media
    assert {Path(each.path).parent for each in media} == {data / "sample"}, "it outlives the program's own folder"
    assert hands.session.project.is_saved, "nobody is asked about it who only looks"


async def extend_where_the_hint_is(hands: Hands) -> None:
    hint, first = hands.window.greeting.hint, hands.clips("V1")[0]
    assert hint.isVisible()
    assert hands.place(first.id).contains(hint.pos() + hint.tip), "it points at the clip"
    menu = await hands.right_click(hands.track("V1"), first.duration - 10)
    assert not hint.isVisible(), "it is out of the menu's way"
    await hands.pick(menu, "Generative Extend", "After…")
    dialog = hands.window.desk.dialog
    assert dialog is not None
    dialog.set_frames(NEW)
    hands.click(dialog.rows.takes, dialog.rows.takes.part(0).center())
    await hands.press(Key.Key_Return, widget=dialog)
    await hands.until(lambda: hands.clips("V1")[1].takes, "the take", MAKING)
    await no_job_left(hands)
    hands.window.timeline_panel.fit()
    assert not hint.isVisible(), "once it was done, it is known"


async def export(hands: Hands, path: Path) -> None:
    timeline = hands.session.document.timeline
    await hands.press(Key.Key_M, CTRL)
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    hands.click(dialog.choose)
    await hands.answer_file_dialog(path)
    hands.click(dialog.start)
    await hands.until(lambda: hands.window.exporting.dialog is None, "the export to end", MAKING)
    assert sum(1 for _ in read_frames(path)) == timeline.duration == 3 * 84 + 72
    assert probe(path).audio is not None
