"""Cut, copy and paste: what comes back, where, and what it needs."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.actions import clipboard
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import TrackId, Transition
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import clip_of, film, generation, scene


def copy(bench: Bench, *ids: str) -> None:
    bench.select(*ids)
    clipboard.copy(bench.session)


def paste(bench: Bench, at: int, insert: bool = False) -> None:
    bench.playback.seek(at)
    clipboard.paste(bench.session, insert)


def test_a_pasted_clip_lies_at_the_playhead_and_the_playhead_goes_to_its_end() -> None:
    bench = on_bench(scene(V1="A10 B10"))
    copy(bench, "A")
    paste(bench, 15)
    assert bench.drawn == {"V1": "A10 B5 A10"}
    assert bench.playback.frame == 25
    clipboard.paste(bench.session)
    assert bench.drawn == {"V1": "A10 B5 A10 A10"}
    assert bench.steps == ["Paste", "Paste"]


def test_copies_are_clips_of_their_own_selected_and_linked_among_themselves() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"))
    copy(bench, "A")
    paste(bench, 20)
    old, new = bench.clips("V1")
    assert new.id != old.id
    assert new.link == bench.clips("A1")[1].link != old.link
    assert bench.selected == {new.id, bench.clips("A1")[1].id}


def test_with_links_off_the_sound_is_not_copied() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"))
    bench.session.view.set_linked(False)
    copy(bench, "A")
    paste(bench, 20)
    assert bench.drawn == {"V1": "A10 .10 A10", "A1": "a10"}


def test_clips_keep_their_distance_and_what_lies_between_stays() -> None:
    bench = on_bench(scene(V1="A5 .5 B5 .5 C40"))
    copy(bench, "A", "B")
    paste(bench, 25)
    assert bench.drawn == {"V1": "A5 .5 B5 .5 C5 A5 C5@10 B5 C20@20"}


def test_a_dissolve_comes_along_with_both_of_its_clips_and_not_with_one() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10"))
    copy(bench, "A", "B")
    paste(bench, 30)
    assert bench.drawn == {"V1": "A10 +2/2 B10 .10 A10 +2/2 B10"}
    copy(bench, "A")
    paste(bench, 60)
    assert not isinstance(bench.track("V1").items[-2], Transition)


def test_paste_insert_pushes_all_tracks_aside_once() -> None:
    bench = on_bench(scene(V1="A10=x B10", V2="T20", A1="a10=x b10"))
    copy(bench, "A")
    paste(bench, 15, insert=True)
    assert bench.drawn == {"V1": "A10 B5 A10 B5@5", "V2": "T15 .10 T5@15", "A1": "a10 b5 a10 b5@5"}
    assert bench.steps == ["Paste Insert"]
    assert bench.playback.frame == 25


def test_paste_insert_keeps_clips_of_several_tracks_at_their_distance() -> None:
    bench = on_bench(scene(V1="A10 .90", V2=".4 T3 .3 S2"))
    copy(bench, "A", "T", "S")
    paste(bench, 20, insert=True)
    assert bench.drawn == {"V1": "A10 .10 A10", "V2": ".4 T3 .3 S2 .12 T3 .3 S2"}


def test_the_lowest_copied_track_goes_to_the_one_aimed_at_and_the_others_above_it() -> None:
    bench = on_bench(scene(V1="A10", V2="T10", V3=""), aimed="V2")
    copy(bench, "A", "T")
    paste(bench, 20)
    assert bench.drawn == {"V1": "A10", "V2": "T10 .10 A10", "V3": ".20 T10"}


def test_a_track_that_is_missing_is_made_in_the_same_step() -> None:
    bench = on_bench(scene(V1="A10", V2="T10"), aimed="V2")
    before = bench.timeline
    copy(bench, "A", "T")
    paste(bench, 20)
    assert bench.drawn == {"V1": "A10", "V2": "T10 .10 A10", "V3": ".20 T10"}
    bench.document.undo_stack.undo()
    assert bench.timeline is before


def test_where_no_track_is_aimed_at_copies_go_where_they_came_from() -> None:
    bench = on_bench(scene(V1="A10", V2="T10", A1="a10"), aimed="")
    copy(bench, "T", "a")
    paste(bench, 20)
    assert bench.drawn == {"V1": "A10", "V2": "T10 .10 T10", "A1": "a10 .10 a10"}


def test_pasting_onto_a_locked_track_is_refused_and_says_so() -> None:
    bench = on_bench(scene(V1="A10", V2="T10", locked="V1"))
    copy(bench, "T")
    with pytest.raises(EditError, match=r"V1 is locked\. Unlock V1 first\."):
        paste(bench, 20)
    assert (bench.steps, bench.playback.frame) == ([], 20)


def test_clips_are_copied_from_a_locked_track_but_not_cut_from_it() -> None:
    bench = on_bench(scene(V1="A10", V2="T10", locked="V2"))
    copy(bench, "T")
    paste(bench, 20)
    assert bench.drawn == {"V1": "A10 .10 T10", "V2": "T10"}
    bench.select("T")
    with pytest.raises(EditError, match="V2 is locked"):
        clipboard.cut(bench.session)


def test_cut_leaves_a_gap_and_can_be_pasted_elsewhere() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10"))
    bench.select("A")
    clipboard.cut(bench.session)
    assert bench.drawn == {"V1": ".10 B10", "A1": ".10 b10"}
    paste(bench, 20)
    assert bench.drawn == {"V1": ".10 B10 A10", "A1": ".10 b10 a10"}
    assert bench.steps == ["Cut", "Paste"]


def test_a_gap_can_be_neither_cut_nor_copied_and_the_clipboard_keeps_what_it_had() -> None:
    bench = on_bench(scene(V1="A10 .5 B10"))
    copy(bench, "A")
    held = bench.session.clipboard.contents
    for verb in (clipboard.copy, clipboard.cut):
        bench.select("V1.1")
        with pytest.raises(EditError, match="No clip is selected"):
            verb(bench.session)
    assert bench.session.clipboard.contents is held
    assert bench.steps == []


def test_pasting_before_anything_was_copied_is_told() -> None:
    with pytest.raises(EditError, match=r"Nothing was copied yet.*Ctrl\+C"):
        clipboard.paste(on_bench(scene(V1="A10")).session)


def test_pasted_into_another_project_clips_bring_their_files_along() -> None:
    bench = on_bench(scene(V1="A10 G10*"))
    asked = generation(source="A")
    items = [replace(clip, generation=asked) if clip.id == "G" else clip for clip in bench.clips("V1")]
    track = replace(bench.track("V1"), items=tuple(items))
    bench.document.replace(replace(bench.timeline, tracks=(track,)))
    copy(bench, "G")
    bench.document.replace(edits.change_track(scene(V1="B10"), track.id, targeted=True))
    paste(bench, 10)
    assert bench.drawn == {"V1": "B10 G10"}
    assert [media.name for media in bench.timeline.media] == ["B", "A"]
    bench.document.undo_stack.undo()
    assert [media.name for media in bench.timeline.media] == ["B"]


def test_frames_of_another_rate_are_refused_in_words() -> None:
    bench = on_bench(scene(V1="A10"))
    copy(bench, "A")
    bench.document.replace(replace(scene(V1="B10"), rate=Fraction(30000, 1001)))
    with pytest.raises(EditError, match=r"counts 24 frames a second, this timeline 29\.97"):
        paste(bench, 10)


def test_a_fresh_timeline_takes_the_rate_of_what_is_pasted_into_it() -> None:
    wide = film("wide", 100, Fraction(25), 1280)
    holding = edits.add_media(replace(scene(V1=""), rate=Fraction(25)), wide)
    bench = on_bench(edits.overwrite(holding, 0, {TrackId("V1"): [clip_of(wide, 50)]}))
    copy(bench, "new")
    bench.document.replace(replace(scene(V1=""), is_fresh=True))
    paste(bench, 0)
    assert (int(bench.timeline.rate), bench.timeline.width, bench.clips("V1")[0].duration) == (25, 1280, 50)
