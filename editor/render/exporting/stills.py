"""An export as stills: a folder of numbered pictures."""

from contextlib import ExitStack
from pathlib import Path

from editor.render.exporting.form import frame_numbers, target_of
from editor.render.exporting.pictures import coded, drawn
from editor.render.exporting.work import Work, Written
from engine.media.ahead import ahead
from engine.media.stills import StillFolder


def write_stills_of(work: Work, path: Path) -> Written:
    """Raises what export_film raises."""
    target = target_of(work.timeline, work.settings)
    numbers = frame_numbers(work.timeline, work.span, target.video.rate)
    with ExitStack() as stack:
        form = (work.preset.suffix, target.video, target.coding)
        folder = stack.enter_context(StillFolder(path, work.temporary, *form))
        pictures = stack.enter_context(ahead(drawn(work.timeline, numbers, target, work.pictures)))
        frames = stack.enter_context(ahead(coded(pictures, target)))
        for index in work.counted(len(numbers)):
            folder.write(next(frames), index)
        if work.xmp:
            folder.add(f"{path.name}.xmp", work.xmp.encode())
    return Written(len(numbers))
