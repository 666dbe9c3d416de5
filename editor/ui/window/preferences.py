"""What holds for all projects: put in force at the start, changed in the preferences, kept at once."""

import os
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from editor.actions import marking
from editor.render.audio_output import sound_devices
from editor.render.cache import default_limit
from editor.render.proxies.folder import MOST
from editor.settings import Settings
from editor.ui import theme
from editor.ui.export.shelf import ExportShelf
from editor.ui.generation.rows import MenuRow
from editor.ui.preferences import Page, Pick, PreferencesDialog, Press, Size, Switch
from editor.ui.viewer.transport import QUALITIES
from editor.ui.window.arrangement import LEAST
from editor.ui.window.marker_dialog import COLOURS
from editor.ui.window.menu_filling import add_rows, pop_up
from editor.ui.window.model_wishes import model_page
from editor.ui.window.usual_extends import extend_wishes
from editor.view_state import SNAP_REACH
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

QUALITY, ROOM, PROXY_ROOM, SNAP = "preview quality", "picture megabytes", "proxy gigabytes", "snap pixels"  # settings
SOUND, SOUND_NAME, SYSTEM = "sound device", "sound device's name", tr("As the system has it")
STILLS = "still milliseconds"  # how long one is put down for
STILL, SCALE = "reduce motion", "scale per cent"
SCALES = tuple((percent, f"{percent} %") for percent in (100, 125, 150, 175, 200))
FACTOR = "QT_SCALE_FACTOR"  # the environment's
MEGA, GIGA = 1 << 20, 1 << 30  # bytes
NEXT_START = tr("Seen when Longtake is started the next time.")


class Preferences:
    """Each setting by its own methods; what has a verb in the menus is that verb's, and only shown here as well."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._settings = window, window.session.settings
        self._show_quality()
        self._apply()

    def open(self) -> None:
        window = self._window
        dialog = PreferencesDialog(window, self.pages())
        changed = window.session.view.changed
        changed.connect(dialog.show_values)
        dialog.closed.connect(lambda: changed.disconnect(dialog.show_values))
        dialog.open_centred()

    def pages(self) -> tuple[Page, ...]:
        return self._general(), self._playback(), self._editing(), self._generation(), model_page(self._window)

    # what is kept here

    @property
    def quality(self) -> int:
        """Of the preview at the start: the divisor of its width and height."""
        kept = self._settings.number(QUALITY, 1)
        return kept if kept in dict(QUALITIES) else 1

    def set_quality(self, divisor: int) -> None:
        self._settings.set({QUALITY: divisor})
        self._show_quality()

    @property
    def picture_room(self) -> int:
        """Megabytes."""
        return max(1, self._settings.number(ROOM, default_limit() // MEGA))

    def set_picture_room(self, megabytes: float) -> None:
        self._settings.set({ROOM: round(megabytes)})
        self._apply()

    @property
    def proxy_room(self) -> int:
        """Gigabytes."""
        return max(1, self._settings.number(PROXY_ROOM, MOST // GIGA))

    def set_proxy_room(self, gigabytes: float) -> None:
        self._settings.set({PROXY_ROOM: round(gigabytes)})
        self._apply()

    @property
    def marker_colour(self) -> str:
        """Of new ones."""
        kept = self._settings.text(marking.COLOUR)
        return kept if kept in dict(COLOURS) else ""

    def set_snap_reach(self, pixels: float) -> None:
        self._settings.set({SNAP: round(pixels)})
        self._apply()

    def device_rows(self) -> list[MenuRow]:
        """The sound devices that are connected, of which one is chosen."""
        chosen = self._settings.text(SOUND)
        devices = {"": SYSTEM, **sound_devices()}
        return [MenuRow(name, partial(self.set_device, device, name), checked=device == chosen)
                for device, name in devices.items()]  # fmt: skip

    def set_device(self, device: str, name: str) -> None:
        self._settings.set({SOUND: device, SOUND_NAME: name})
        self._apply()
        for dialog in self._window.findChildren(PreferencesDialog):
            dialog.show_values()

    def _offer_devices(self) -> None:
        """Below the button."""
        window, dialogs = self._window, self._window.findChildren(PreferencesDialog)
        button = dialogs[-1].rows[tr("Playback")][tr("Sound device")].control
        at = button.mapToGlobal(QPoint(0, button.height()))
        pop_up(window, at, lambda menu: add_rows(menu, self.device_rows(), window.perform))

    def set_still_length(self, seconds: float) -> None:
        self._settings.set({STILLS: round(seconds * 1000)})
        self._apply()

    def set_still(self, still: bool) -> None:
        self._settings.set({STILL: int(still)})
        theme.reduce_motion(still)

    def set_scale(self, percent: int) -> None:
        self._settings.set({SCALE: percent})

    def _apply(self) -> None:
        session = self._window.session
        for playback in (session.playback, session.source_playback):
            playback.set_picture_room(self.picture_room * MEGA)
            playback.play_on(self._settings.text(SOUND))
        session.proxies.bound(self.proxy_room * GIGA)
        session.view.set_snap_reach(max(1, self._settings.number(SNAP, SNAP_REACH)))
        session.view.set_still_seconds(Fraction(max(100, self._settings.number(STILLS, 5000)), 1000))

    def _show_quality(self) -> None:
        for monitor in (self._window.source, self._window.program):
            monitor.set_quality(self.quality)

    # the pages

    def _general(self) -> Page:
        window, settings = self._window, self._settings
        switches = window.switches
        themes = (("dark", tr("Dark")), ("light", tr("Light")))
        rows = (
            Pick(tr("Theme"), themes, lambda: "light" if switches.is_light else "dark", self._choose_theme),
            Pick(tr("Interface scale"), SCALES, lambda: scale_of(settings), self.set_scale, NEXT_START,
                 self._too_large()),
            Switch(tr("Reduce motion"), lambda: bool(settings.number(STILL, 0)), self.set_still),
            Press(tr("Keyboard"), lambda: tr("Shortcuts…"), lambda: window.perform(window.shortcuts.open)),
        )  # fmt: skip
        return Page(tr("General"), rows)

    def _playback(self) -> Page:
        window = self._window
        session, proxying = window.session, window.proxying
        rows = (
            Pick(tr("Quality at the start"), QUALITIES, lambda: self.quality, self.set_quality),
            Press(tr("Sound device"), lambda: self._settings.text(SOUND_NAME, SYSTEM), self._offer_devices,
                  tr("From the next time that something plays.")),
            Switch(tr("Scrub with sound"), lambda: session.view.scrubbing_sounds,
                   _on(window.sounding.toggle_scrubbing)),
            Size(tr("Pictures kept ready"), 64, 16384, 16, lambda value: f"{value:.0f} MB", lambda: self.picture_room,
                 self.set_picture_room, tr("Of this machine's memory, for each monitor.")),
            Switch(tr("Use proxies"), lambda: proxying.is_used, _on(proxying.toggle_used)),
            Switch(tr("Make proxies of heavy films"), lambda: proxying.is_automatic, _on(proxying.toggle_automatic)),
            Size(tr("Proxies on the disk"), 1, 1000, 1, lambda value: f"{value:.0f} GB", lambda: self.proxy_room,
                 self.set_proxy_room, tr("Those not used longest go first.")),
            Press("", lambda: tr("Delete All Proxies"), session.proxies.clear,
                  tr("Other projects' too. Your films stay.")),
        )  # fmt: skip
        return Page(tr("Playback"), rows)

    def _editing(self) -> Page:
        view = self._window.session.view
        rows = (
            Size(tr("Length of transitions"), 0.1, 20, 0.1, lambda value: f"{value:.1f} s",
                 lambda: float(view.transition_seconds), lambda value: view.set_transition_seconds(tenths(value))),
            Size(tr("Length of stills"), 0.1, 600, 0.1, lambda value: f"{value:.1f} s",
                 lambda: float(view.still_seconds),
                 self.set_still_length, tr("Where they are put down next.")),
            Size(tr("Snapping"), 2, 40, 1, lambda value: tr("{what:.0f} px", what=value), lambda: view.snap_reach,
                 self.set_snap_reach,
                 tr("How near an edge has to come to another to go there.")),
            Pick(tr("Colour of new markers"), COLOURS, lambda: self.marker_colour,
                 lambda name: self._settings.set({marking.COLOUR: name})),
        )  # fmt: skip
        return Page(tr("Editing"), rows)

    def _generation(self) -> Page:
        generative = self._window.generative
        shelf = ExportShelf(self._settings)
        rows = (
            Switch(tr("Hide everything generative"), lambda: generative.is_hidden, generative.hide,
                   tr("What was made stays on the timeline, as ordinary clips.")),
            Switch(tr("Name generated parts in exports"), lambda: shelf.last.provenance,
                   lambda on: shelf.remember(replace(shelf.last, provenance=on)),
                   tr("In the film's metadata (XMP, IPTC digital source type). Each export can do otherwise.")),
            *extend_wishes(self._settings),
        )  # fmt: skip
        return Page(tr("Generation"), rows)

    def _too_large(self) -> dict[int, str]:
        """The scales at which the window would be larger than the screen that it is on."""
        window, now = self._window, float(os.environ.get(FACTOR, 1))
        room = window.screen().size()
        most = now * min(room.width() / LEAST.width(), room.height() / LEAST.height())
        return {
            scale: tr("The window would be larger than this screen")
            for scale, _ in SCALES
            if scale > 100 * max(1, most)
        }

    def _choose_theme(self, name: str) -> None:
        if (name == "light") is not self._window.switches.is_light:
            self._window.switches.toggle_theme()


def _on(toggle: Callable[[], None]) -> Callable[[bool], None]:
    """What a switch is turned by, where the other state is all that can be asked for."""
    return lambda on: toggle()


def scale_of(settings: Settings) -> int:
    """Per cent that all of the window is larger by; 100 where what is kept is none of the choices."""
    kept = settings.number(SCALE, 100)
    return kept if kept in dict(SCALES) else 100


def tenths(seconds: float) -> Fraction:
    return Fraction(round(seconds * 10), 10)
