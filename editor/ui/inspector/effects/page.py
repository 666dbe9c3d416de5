"""The Effects page: how the selected clips look and sound, all of them changed together."""

from editor.actions.by_kind import pictures, sounds
from editor.timeline.model import Clip, ItemId
from editor.ui.inspector.effects.picture import PictureSections
from editor.ui.inspector.effects.sound import SoundSection
from editor.ui.inspector.generated_page import asked_for, shown
from editor.ui.inspector.page import Head, Page, Ways
from editor.words import tr


class EffectsPage(Page):
    """It stays when other clips are selected, and so does what is folded in it."""

    def __init__(self, ways: Ways, item_id: ItemId) -> None:
        """item_id: of any selected clip."""
        super().__init__(ways, item_id)
        self.head = Head(ways.session)
        self.pictures, self.sounds = PictureSections(ways), SoundSection(ways)
        self.add(self.head)
        self.add_space(4)
        self.add(self.pictures)
        self.between = self.add_line()
        self.add(self.sounds)
        ways.session.playback.frame_changed.connect(self._follow_playhead)
        self.refresh()

    def refresh(self) -> None:
        seen, heard = pictures(self.ways.session), sounds(self.ways.session)
        self._show_head(seen or heard)
        self.pictures.setVisible(bool(seen))
        self.sounds.setVisible(bool(heard))
        self.between.setVisible(bool(seen and heard))
        if seen:
            self.pictures.show_clips(seen)
        if heard:
            self.sounds.show_clips(heard)

    def _show_head(self, clips: list[Clip]) -> None:
        clip, count = clips[0], len(clips)
        self.item_id = clip.id
        self.head.name.set_text(clip.name if count == 1 else tr("{count} clips", count=count))
        self.head.about.set_text("" if count == 1 else tr("What you change here, changes all"))
        if clip.is_generated:
            self.head.thumbnail.show_frame(*shown(self.timeline, clip, asked_for(self.timeline, clip)))
        else:
            self.head.thumbnail.show_frame(self.timeline.media_of(clip), self.timeline.moment(clip, 0))

    def _follow_playhead(self, frame: int) -> None:
        """Only what changes along a clip."""
        seen, heard = pictures(self.ways.session), sounds(self.ways.session)
        if any(clip.look is not None and (clip.look.opacity.points or clip.look.motion) for clip in seen):
            self.pictures.show_at_playhead(seen)
        elif seen:
            self.pictures.motion.show_motion()
        if any(clip.level is not None and (clip.level.volume.points or clip.level.pan.points) for clip in heard):
            self.sounds.show_levels(heard)
