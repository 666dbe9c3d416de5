"""An export as sound alone."""

from contextlib import ExitStack
from pathlib import Path

from editor.render.exporting.form import muxer_options
from editor.render.exporting.work import Work, Written
from editor.words import tr
from engine.errors import RequestError
from engine.media.ahead import ahead
from engine.media.film_file import FilmFile, FilmForm
from engine.media.write import Feed


def write_sound_of(work: Work, path: Path) -> Written:
    """As long as the frames of the timeline are. Raises what export_film raises."""
    heard = work.heard()
    if heard is None:
        raise RequestError(
            tr("There is no sound to export."), do=tr("Choose a format with a picture, or unmute a track.")
        )
    audio = heard[0]
    form = FilmForm(
        work.preset.container,
        None,
        heard,
        options=muxer_options(work.preset, heard),
        xmp=work.xmp if work.preset.is_boxed else "",
    )
    with ExitStack() as stack:
        file = stack.enter_context(FilmFile(path, form, work.temporary, work.sources))
        feed = Feed(stack.enter_context(ahead(work.sound(audio))), audio)
        for index in work.counted(work.span.duration):
            file.write_sound(feed.until((index + 1) / work.timeline.rate))
    return Written(work.span.duration)
