"""Media onto tracks: films, sound alone, picture alone, stills; dropped, inserted, appended."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.actions import placing
from editor.actions.placing import Aim, aim
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Media, MediaId, TrackId, new_timeline
from editor.timeline.rational_time import MediaRange
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.actions.files import FILM, MUSIC, SILENT, STILL, stocked
from tests.editor.timeline.drawing import film

FROM_START = "@-20"  # how a drawing tells that media plays from its first frame


def drop(bench: Bench, *names: str, on: str | None = "V1", at: int = 0, insert: bool = False) -> None:
    track_id = bench.track(on).id if on else None
    placing.drop(bench.session, [MediaId(name) for name in names], track_id, at, insert)


def lanes(bench: Bench) -> dict[str, str]:
    return {label: drawing.replace(FROM_START, "") for label, drawing in bench.drawn.items()}


# Where it goes


def test_a_film_lies_on_two_tracks_linked_and_selected_from_its_first_frame() -> None:
    bench = on_bench(stocked(V1="", V2="", A1="", A2=""))
    drop(bench, "film", on="V2", at=5)
    assert lanes(bench) == {"V1": "", "V2": ".5 film48", "A1": "", "A2": ".5 film48"}
    picture, sound = bench.clips("V2")[0], bench.clips("A2")[0]
    assert picture.link == sound.link is not None
    assert picture.source_start == 0
    assert bench.selected == {picture.id, sound.id}
    assert bench.steps == ["Overwrite"]


def test_dropped_on_a_sound_track_its_picture_goes_to_the_counterpart() -> None:
    bench = on_bench(stocked(V1="", V2="", A1="", A2=""))
    drop(bench, "film", on="A2")
    assert lanes(bench) == {"V1": "", "V2": "film48", "A1": "", "A2": "film48"}


def test_where_there_are_fewer_sound_tracks_the_last_one_takes_it() -> None:
    bench = on_bench(stocked(V1="", V2="", A1=""))
    assert aim(bench.timeline, bench.track("V2").id) == Aim(bench.track("V2").id, bench.track("A1").id)


def test_dropped_beside_the_tracks_it_goes_to_those_aimed_at() -> None:
    bench = on_bench(stocked(V1="", V2="", A1="", A2=""), aimed="V2 A1")
    drop(bench, "film", on=None)
    assert lanes(bench) == {"V1": "", "V2": "film48", "A1": "film48", "A2": ""}


def test_sound_dropped_on_a_picture_track_goes_to_the_sound_track_under_it() -> None:
    bench = on_bench(stocked(V1="A10", A1=""))
    drop(bench, "music")
    assert lanes(bench) == {"V1": "A10", "A1": "music60"}
    assert bench.clips("A1")[0].link is None


def test_picture_alone_dropped_on_a_sound_track_goes_above_it_and_leaves_the_sound() -> None:
    bench = on_bench(stocked(V1="", A1="a10"))
    drop(bench, "silent", on="A1")
    assert lanes(bench) == {"V1": "silent24", "A1": "a10"}


def test_a_locked_counterpart_is_left_out_and_the_rest_has_no_link_to_nothing() -> None:
    bench = on_bench(stocked(V1="", A1="a10", locked="A1"))
    drop(bench, "film")
    assert lanes(bench) == {"V1": "film48", "A1": "a10"}
    assert bench.clips("V1")[0].link is None


def test_a_locked_track_takes_nothing_and_says_so() -> None:
    bench = on_bench(stocked(V1="", A1="", locked="V1"))
    with pytest.raises(EditError, match=r"V1 is locked\. Unlock V1 first\."):
        drop(bench, "film")
    bench = on_bench(stocked(V1="", A1="", locked="A1"))
    with pytest.raises(EditError, match="A1 is locked"):
        drop(bench, "music")
    assert bench.steps == []


def test_media_that_no_track_is_aimed_at_for_is_refused_and_nothing_of_it_is_placed() -> None:
    bench = on_bench(stocked(V1="", A1=""), aimed="V1")
    with pytest.raises(EditError, match=r"No sound track is aimed at for “music”\. Click A1 in the track headers\."):
        drop(bench, "silent", "music", on=None)
    assert bench.steps == []
    drop(bench, "film", on=None)
    assert lanes(bench) == {"V1": "film48", "A1": ""}


def test_media_that_has_left_the_pool_meanwhile_is_told() -> None:
    bench = on_bench(stocked(V1="", A1=""))
    with pytest.raises(EditError, match="not in the pool any more"):
        drop(bench, "gone")


# Overwrite and insert


def test_several_files_lie_one_after_another_and_a_still_stands_five_seconds() -> None:
    bench = on_bench(stocked(V1="", A1=""))
    drop(bench, "silent", "still", "film")
    assert lanes(bench) == {"V1": "silent24 still120 film48", "A1": ".144 film48"}


def test_a_still_stands_as_long_as_the_user_wants_them_to() -> None:
    bench = on_bench(stocked(V1="", A1=""))
    bench.session.view.set_still_seconds(Fraction(2))
    drop(bench, "silent", "still", "film")
    assert lanes(bench) == {"V1": "silent24 still48 film48", "A1": ".72 film48"}


def test_overwriting_with_picture_alone_leaves_the_sound_that_is_there() -> None:
    bench = on_bench(stocked(V1="A20", A1="a400"))
    drop(bench, "film", "still")
    assert lanes(bench) == {"V1": "film48 still120", "A1": "film48 a352@48"}


def test_overwriting_cuts_what_it_covers_and_keeps_the_rest_in_sync() -> None:
    bench = on_bench(stocked(V1="A100=x", A1="a100=x"))
    drop(bench, "film", at=10)
    assert lanes(bench) == {"V1": "A10 film48 A42@58", "A1": "a10 film48 a42@58"}
    assert bench.clips("V1")[2].link == bench.clips("A1")[2].link != bench.clips("V1")[0].link


def test_inserting_pushes_everything_aside() -> None:
    bench = on_bench(stocked(V1="A20", V2="T40", A1="a40"))
    drop(bench, "film", at=10, insert=True)
    assert lanes(bench) == {"V1": "A10 film48 A10@10", "V2": "T10 .48 T30@10", "A1": "a10 film48 a30@10"}
    assert bench.steps == ["Insert"]


def test_inserting_sound_or_picture_alone_pushes_the_other_kind_aside_too() -> None:
    bench = on_bench(stocked(V1="A20", A1="a20"))
    drop(bench, "music", at=10, insert=True)
    assert lanes(bench) == {"V1": "A10 .60 A10@10", "A1": "a10 music60 a10@10"}
    bench = on_bench(stocked(V1="A20", A1="a20"))
    drop(bench, "still", at=10, insert=True)
    assert lanes(bench) == {"V1": "A10 still120 A10@10", "A1": "a10 .120 a10@10"}


def test_inserting_several_keeps_their_sound_under_their_picture() -> None:
    bench = on_bench(stocked(V1="A20", A1="a20"))
    drop(bench, "silent", "film", at=10, insert=True)
    assert lanes(bench) == {"V1": "A10 silent24 film48 A10@10", "A1": "a10 .24 film48 a10@10"}


def test_undo_takes_a_drop_back_as_one_step() -> None:
    bench = on_bench(stocked(V1="A20", A1="a20"))
    before = bench.timeline
    drop(bench, "silent", "still", "film", at=3)
    bench.document.undo_stack.undo()
    assert bench.timeline is before
    assert not bench.selected


# Appending


def test_what_is_added_goes_behind_the_last_clip_of_its_own_tracks() -> None:
    bench = on_bench(stocked(V1="A20", A1="a200"))
    placing.append(bench.session, [SILENT.id])
    assert lanes(bench) == {"V1": "A20 silent24", "A1": "a200"}
    placing.append(bench.session, [FILM.id, STILL.id])
    assert lanes(bench) == {"V1": "A20 silent24 .156 film48 still120", "A1": "a200 film48"}
    assert bench.steps == ["Add to Timeline", "Add to Timeline"]


# Lengths


@pytest.mark.parametrize(
    ("media", "span", "frames"),
    [
        (FILM, None, 50),
        (film("ntsc", 48, Fraction(24000, 1001)), None, 50),
        (film("short", 1, Fraction(60)), None, 1),
        (MUSIC, MediaRange(Fraction(1), Fraction(1, 2)), 13),
        (FILM, MediaRange(Fraction(3, 2), Fraction(5)), 12),
        (STILL, None, 125),
        (STILL, MediaRange(Fraction(0), Fraction(60)), 1500),
    ],
)
def test_a_piece_is_as_long_as_its_range_and_never_longer_than_its_media(
    media: Media, span: MediaRange | None, frames: int
) -> None:
    assert placing.frames_of(media, span, Fraction(25)) == frames


# A fresh timeline


def fresh(*media: Media) -> Bench:
    timeline = edits.add_media(new_timeline(), *media)
    return on_bench(timeline)


WIDE = film("wide", 100, Fraction(25), 1280)


def test_the_first_film_sets_size_and_rate_in_the_same_step() -> None:
    bench = fresh(WIDE)
    before = bench.timeline
    drop(bench, "wide")
    assert (bench.timeline.width, int(bench.timeline.rate), bench.clips("V1")[0].duration) == (1280, 25, 100)
    bench.document.undo_stack.undo()
    assert bench.timeline is before


def test_sound_and_stills_do_not_set_them_and_the_film_behind_them_does() -> None:
    bench = fresh(MUSIC, STILL, WIDE)
    drop(bench, "music", "still", "wide")
    assert (bench.timeline.width, int(bench.timeline.rate), bench.timeline.is_fresh) == (1280, 25, False)
    assert lanes(bench)["V1"].endswith("still125 wide100")
    bench = fresh(MUSIC)
    drop(bench, "music")
    assert (bench.timeline.width, int(bench.timeline.rate), bench.timeline.is_fresh) == (1920, 24, True)


def test_where_it_was_dropped_stays_the_same_moment_when_the_rate_changes() -> None:
    bench = fresh(WIDE)
    drop(bench, "wide", at=48)
    assert bench.timeline.range_of(bench.clips("V1")[0].id).start == 50


def test_media_of_a_source_that_is_not_in_the_pool_any_more_comes_back_into_it() -> None:
    bench = on_bench(stocked(V1="", A1=""))
    lost = replace(FILM, id=MediaId("lost"))
    placing.place(bench.session, [(lost, None)], 0, Aim(TrackId("V1"), None), insert=False)
    assert lost in bench.timeline.media
    assert lanes(bench)["V1"] == "film48"
