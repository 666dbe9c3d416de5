"""Proxies of the pool's films: asked for, stopped, deleted."""

from collections.abc import Iterable

from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Media, MediaId
from editor.words import tr


def make_proxies(session: Session, media_ids: Iterable[MediaId]) -> None:
    """Beside everything else, one after another. Raises EditError where none of these can have one."""
    paths = [media.path for media in _media(session, media_ids) if can_have_one(media)]
    if not paths:
        raise EditError(tr("Only films without transparency have proxies."), tr("Select some in the media pool."))
    session.proxies.make(paths)


def stop_proxies(session: Session, media_ids: Iterable[MediaId]) -> None:
    """Those that are not made yet."""
    session.proxies.stop([media.path for media in _media(session, media_ids)])


def delete_proxies(session: Session, media_ids: Iterable[MediaId]) -> None:
    """Their films are read from then on."""
    session.proxies.delete([media.path for media in _media(session, media_ids)])


def can_have_one(media: Media) -> bool:
    return media.picture is not None and not media.is_still and not media.picture.alpha


def _media(session: Session, media_ids: Iterable[MediaId]) -> list[Media]:
    pool = session.document.timeline.media_by_id
    return [pool[media_id] for media_id in media_ids]
