"""An export as a film: pictures and sound in one file."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from editor.render.exporting.copying import Copies, copies_of
from editor.render.exporting.form import Target, frame_numbers, may_copy, muxer_options, target_of
from editor.render.exporting.pictures import coded, drawn
from editor.render.exporting.work import Work, Written
from editor.timeline.timecode import format_timecode
from engine.media.ahead import ahead
from engine.media.coding import SoundCoding
from engine.media.film_file import FilmFile, FilmForm
from engine.media.info import AudioInfo
from engine.media.write import Feed

TIMECODED = "mov"  # the container whose timecode track editors read


def write_film_of(work: Work, path: Path) -> Written:
    """Raises what export_film raises."""
    target, heard = target_of(work.timeline, work.settings), work.heard()
    numbers = frame_numbers(work.timeline, work.span, target.video.rate)
    with ExitStack() as stack:
        copies = stack.enter_context(closing(copied(work, numbers, target)))
        target = copies.coded(target)
        form = film_form(work, target, heard, copies)
        file = stack.enter_context(FilmFile(path, form, work.temporary, work.sources))
        pictures = stack.enter_context(ahead(drawn(work.timeline, copies.left(numbers), target, work.pictures)))
        frames = stack.enter_context(ahead(coded(pictures, target)))
        taken = copies.pictures()
        feed = Feed(stack.enter_context(ahead(work.sound(heard[0]))), heard[0]) if heard else None
        for index in work.counted(len(numbers)):
            if copies.has(index):
                shown, picture = next(taken)
                file.copy(picture.data, shown, picture.is_key)
            else:
                file.write(next(frames), index)
            if feed:
                file.write_sound(feed.until((index + 1) / target.video.rate))
    return Written(len(numbers), copies.count)


def copied(work: Work, numbers: Sequence[int], target: Target) -> Copies:
    """What is taken over as it is coded, where that is wished for and can be done."""
    if not (work.settings.copies and may_copy(work.settings)):
        return Copies()
    return copies_of(work.timeline, numbers, target, work.report)


def film_form(work: Work, target: Target, heard: tuple[AudioInfo, SoundCoding] | None, copies: Copies) -> FilmForm:
    preset = work.preset
    return FilmForm(
        preset.container,
        (target.video, target.coding),
        heard,
        options=muxer_options(preset, heard),
        timecode=timecode_of(work) if preset.container == TIMECODED else "",
        reel=work.settings.reel,
        xmp=work.xmp,
        tag=preset.tag,
        mixed=copies.mixing(),
    )


def timecode_of(work: Work) -> str:
    """The one that was asked for, or what the sequence calls the first frame."""
    timeline, first = work.timeline, work.span.start
    called = format_timecode(first, timeline.rate, timeline.drop_frame, timeline.start_frame)
    return work.settings.timecode or called
