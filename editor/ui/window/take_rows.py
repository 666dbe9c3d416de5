"""The menu of one take: what can be done with it, wherever its picture is shown."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions import branching, comparing, generating
from editor.actions.finalising import finalise, why_no_final
from editor.actions.sending import why_nothing_to_send
from editor.actions.take_file import why_no_file
from editor.timeline.model import Clip, ItemId
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.window.desktop import show_in_file_manager
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def take_rows(window: "MainWindow", clip_id: ItemId, index: int) -> list[MenuRow]:
    """index: of the take, from 0."""
    timeline = window.session.document.timeline
    clip, number = timeline.clip(clip_id), index + 1
    alone = comparing.why_no_comparison(timeline, clip_id)
    compare = partial(window.comparing.compare_with, clip_id, number)
    key = str(number) if number < 10 else ""
    used = tr("It plays already.") if index == clip.active else ""
    use = partial(generating.choose_take, window.session, clip_id, number)
    return [
        MenuRow(tr("Compare with Take {number}", number=number), compare, key, enabled=not alone, reason=alone),
        MenuRow(tr("Use Take {number}", number=number), use, enabled=not used, reason=used),
        LINE,
        *_making_rows(window, clip, index),
        LINE,
        MenuRow(tr("Copy Settings"), partial(generating.copy_settings, window.session, clip_id, index), icon="ph.copy"),
        *_file_rows(window, clip, index),
    ]


def _making_rows(window: "MainWindow", clip: Clip, index: int) -> list[MenuRow]:
    session = window.session
    if not session.view.generative:
        return []
    again, final = generating.why_no_other_take(clip.generation), why_no_final(session, clip.id, index)
    like, finish = (partial(verb, session, clip.id, index) for verb in (branching.branch, finalise))
    words = tr("New Take Like This One")
    return [
        MenuRow(words, like, icon="ph.sparkle", enabled=not again, reason=again, generates=True),
        MenuRow(tr("Finalise This Take"), finish, enabled=not final, reason=final, generates=True),
    ]


def _file_rows(window: "MainWindow", clip: Clip, index: int) -> list[MenuRow]:
    """Of the film that it is."""
    timeline, played = window.session.document.timeline, replace(clip, active=index)
    media, lost = timeline.media_of(played), why_no_file(timeline, played)
    nothing = why_nothing_to_send(timeline, played)
    settings, send = partial(window.take_settings.show, clip.id, index), partial(window.sends.ask, clip.id, index)
    show = partial(show_in_file_manager, Path(media.path)) if media is not None else None
    return [
        MenuRow(tr("Take Settings…"), settings, icon="ph.info", enabled=not lost, reason=lost),
        MenuRow(tr("Send Take Back…"), send, icon="ph.export", enabled=not nothing, reason=nothing),
        MenuRow(tr("Show in Folder"), show, icon="ph.folder-open", enabled=not lost, reason=lost),
    ]
