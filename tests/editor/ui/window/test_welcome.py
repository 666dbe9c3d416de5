"""What a new user is met with: the truth about the machine, the sample, one hint, and whose work is in it."""

import json
from pathlib import Path

import pytest

from editor.jobs.first_look import Seen
from editor.project import sample
from editor.project.errors import SaveFailed
from editor.project.open_project import OpenProject
from editor.project.reading import read
from editor.project.save import content_to_save
from editor.timeline.model import Gap, TrackKind, new_timeline
from editor.timeline.otio_file import Project
from editor.ui.widgets.pressable import Pressable
from editor.ui.window import welcome
from editor.ui.window.help import makers_in_words
from editor.ui.window.libraries import libraries
from editor.ui.window.licences import LicencesDialog
from editor.ui.window.main_window import MainWindow
from editor.ui.window.tab_order import window_stops
from engine.media.fingerprint import content_fingerprint
from engine.models.getting.offers import is_offer
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.presets import Choice
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage


def test_the_plan_is_told_as_far_as_it_is_known() -> None:
    assert welcome.pace_in_words(None) == ("The built-in model is ready; how long it takes here is not measured yet.")
    assert welcome.pace_in_words(9.4) == "The built-in model is ready: a second at 720p takes about 9 s."
    assert "GPU" not in welcome.machine_in_words(Seen())
    assert "memory, no GPU. Everything" in welcome.machine_in_words(Seen(gpu=""))
    assert "A card with 12.0 GB" in welcome.machine_in_words(Seen(gpu="A card with 12.0 GB"))


def test_a_model_is_proposed_only_for_a_gpu() -> None:
    best = welcome.offered()[0]
    assert is_offer(best)
    assert welcome.plan_in_words(Seen(gpu="")) == welcome.plan_in_words(Seen()) == ""
    assert welcome.plan_in_words(Seen("A card", best)).startswith("Wan 2.2 + PUSA + LightX2V (")
    assert "None" in welcome.plan_in_words(Seen("A card"))


def test_the_sample_has_room_to_extend_and_a_gap_to_bridge() -> None:
    timeline = read(sample.SHIPPED / sample.FILE).timeline
    gaps = [item.duration for item in timeline.tracks[0].items if isinstance(item, Gap)]
    assert (timeline.tracks[0].kind, gaps) == (TrackKind.VIDEO, [48, 24])
    assert not timeline.is_fresh, "clips of another size do not change it any more"
    assert sample.SHOT.name in {Path(media.path).name for media in timeline.media}


def test_the_samples_shots_are_those_that_its_project_knows() -> None:
    for media in read(sample.SHIPPED / sample.FILE).timeline.media:
        file = Path(media.path)
        assert (file.stat().st_size, content_fingerprint(file)) == (media.size, media.fingerprint)


def test_the_sample_is_laid_out_once_and_mended_where_a_shot_is_cut_off(tmp_path: Path) -> None:
    file = sample.lay_out(tmp_path)
    shot, whole = file.with_name(sample.SHOT.name), sample.SHOT.read_bytes()
    shot.write_bytes(whole[:100])
    other = file.with_name("balloons.mp4")
    before = other.stat().st_mtime_ns
    assert sample.lay_out(tmp_path) == file
    assert shot.read_bytes() == whole
    assert other.stat().st_mtime_ns == before


def test_the_sample_opens_as_it_came_each_time_and_nothing_of_it_need_be_saved(tmp_path: Path) -> None:
    project = OpenProject(new_timeline(), tmp_path)
    first, one = project.open_sample(), project.project_id
    assert (project.name, project.path, project.is_saved) == ("Sample project", None, True)
    assert project.open_sample() == first
    assert project.project_id != one
    project.close(discard=True)


def test_where_the_sample_cannot_be_laid_out_what_was_open_stays_open(tmp_path: Path) -> None:
    project = OpenProject(new_timeline(), tmp_path)
    before = project.project_id
    (tmp_path / "sample").write_text("in the way")
    with pytest.raises(SaveFailed):
        project.open_sample()
    assert project.project_id == before
    project.close(discard=True)


def test_the_hint_points_at_the_first_clip_and_follows_it(window: MainWindow) -> None:
    hint, panel = window.greeting.hint, window.timeline_panel
    clip = window.session.document.timeline.tracks[0].items[0].id
    panel.fit()
    assert hint.isVisible()
    assert panel.surface.rect_of(clip).contains(hint.pos() + hint.tip)
    panel.zoom_out()
    assert panel.surface.rect_of(clip).contains(hint.pos() + hint.tip)
    panel.viewport.zoom_to(60.0, 0)
    assert not hint.isVisible(), "the clip's end is not seen"


def test_the_hint_is_closed_for_good_also_by_the_keyboard(stage: Stage, window: MainWindow) -> None:
    hint = window.greeting.hint
    window.timeline_panel.fit()
    assert hint.close_button in window_stops(window)
    hint.close_button.click()
    assert not hint.isVisible()
    again = stage.open(window.session.document.timeline)
    again.timeline_panel.fit()
    assert not again.greeting.hint.isVisible()


def test_the_hint_is_not_given_while_generating_is_hidden(window: MainWindow) -> None:
    window.timeline_panel.fit()
    window.generative.toggle()
    assert not window.greeting.hint.isVisible()
    window.generative.toggle()
    assert window.greeting.hint.isVisible()


def test_the_card_leads_to_the_models_where_one_is_proposed(window: MainWindow) -> None:
    card = window.card
    card.show_plan("A card.", "Large fits.")
    assert not card.models_button.isHidden()
    card.models_button.click()
    assert window.models.dialog is not None
    card.set_generative(False)
    assert card.models_button.isHidden()
    card.show_plan("No card.", "")
    card.set_generative(True)
    assert card.models_button.isHidden()


def test_only_models_that_are_here_are_named_as_makers(window: MainWindow) -> None:
    shelf = window.session.models
    assert "model, trained on footage of our own. Nothing" in makers_in_words(shelf)
    here, lacking = Choice("a", "Wan here", "/wan"), Choice("b", "Wan lacking", "/other", missing=("its VAE",))
    shelf.choices = (*BUILT_INS, here, lacking)
    assert "and by Wan here. Nothing" in makers_in_words(shelf)


def test_every_library_has_a_licence_to_read(window: MainWindow) -> None:
    dialog = LicencesDialog(window)
    names = {each.name for each in dialog.libraries}
    assert {"PySide6", "torch", "numpy"} <= names
    assert "pytest" not in names, "what only tests need is not in the program"
    assert all(each.licence or each.texts for each in dialog.libraries)
    numpy = [each.name for each in dialog.libraries].index("numpy")
    dialog.names.setCurrentRow(numpy)
    assert "Redistribution and use" in dialog.text.toPlainText()


def test_the_bundle_names_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "0-LICENSE").write_text("Do as you like.")
    listed = [
        {"name": "tiny", "version": "1.2", "licence": "MIT", "texts": ["tiny/0-LICENSE"]},
        {"name": "longtake", "version": "1", "licence": "", "texts": []},
    ]
    (tmp_path / "libraries.json").write_text(json.dumps(listed))
    (only,) = libraries(tmp_path)
    assert (only.name, only.licence, only.read()) == ("tiny", "MIT", "Do as you like.")


def test_the_card_offers_the_users_own_projects_and_the_sample_only_before_there_is_one(stage: Stage) -> None:
    window = stage.open()
    assert window.card.sample.isVisible()
    assert not window.card.recent.isVisible()
    for name in ("one.otio", "two.otio", "three.otio", "gone.otio"):
        window.session.settings.remember(str(stage.file(name)))
    stage.file("gone.otio").unlink()
    card = stage.open().card
    assert not card.sample.isVisible()
    named = [way.accessibleName() for way in card.recent.findChildren(Pressable)]
    assert named == ["Go on with three", "Go on with two"]


def test_a_recent_project_is_opened_from_the_card(stage: Stage, run: Run) -> None:
    async def day() -> None:
        hands.window.card.recent.findChildren(Pressable)[0].click()
        await hands.until(lambda: hands.session.project.path == file, "the project")

    file = stage.folder / "film.otio"
    file.write_bytes(content_to_save(file, Project(new_timeline(), "film", 1)))
    stage.open().session.settings.remember(str(file))
    hands = Hands(stage.open())
    run(day())


def test_no_sample_is_offered_where_none_came_with_the_program(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sample, "SHIPPED", tmp_path / "nothing")
    assert not stage.open().card.sample.isVisible()


def test_what_is_found_out_while_the_window_closes_is_not_told(window: MainWindow) -> None:
    window.card.show_plan("As it was.", "")
    window.greeting.close()
    window.greeting.look.changed.emit()
    assert window.card.about.full_text == "As it was."
