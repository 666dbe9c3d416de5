"""Pulling at the edge of a clip with the Generative Extend tool."""

from editor.actions import extending
from editor.actions.edge_pulling import Pull, picture_beside
from editor.actions.extending import Laid
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Task
from editor.ui.timeline.gestures.gesture import frames_words, length_words
from editor.ui.timeline.gestures.previews import edge_view
from editor.ui.timeline.gestures.trimming import TrimEdge
from editor.ui.timeline.overlay import Coming, Overlay, Result, Stand
from editor.ui.timeline.stage import ExtenderSource, Pointer, Stage
from editor.words import tr, trn


class ExtendEdge(TrimEdge):
    """Outward: the clip's own media first, then frames that are to be made. They fill the gap beside it; what stands
    in the way of more moves on. Inward it is a trim, and where nothing can be made it stays one."""

    def __init__(self, stage: Stage, pressed: Pointer, clip_id: ItemId, edge: Edge, extender: ExtenderSource) -> None:
        task = Task.BEFORE if edge is Edge.START else Task.AFTER
        clip_id = picture_beside(stage.timeline, stage.timeline.clip(clip_id), task).id
        super().__init__(stage, pressed, clip_id, edge)
        self._extender = extender
        self._pull = Pull(clip_id, task, self._linked)
        self._refusal = extender.refusal(self._pull)
        self._laid: tuple[int, Laid] | None = None  # how many frames outward, and what comes of them

    @property
    def outward(self) -> int:
        """Frames; 0 where the clip gets shorter."""
        return max(0, self.by if self._edge is Edge.END else -self.by)

    def type(self, frames: int) -> Overlay:
        """So many more at that edge, or with a minus fewer."""
        return super().type(frames if self._edge is Edge.END else -frames)

    def _amount(self) -> str:
        """What comes counts as more at either edge."""
        by = self.by if self._edge is Edge.END else -self.by
        return f"{'−' if by < 0 else '+'}{length_words(abs(by), self.stage.timeline.rate)}"

    def limits(self) -> tuple[int, int]:
        low, high = super().limits()
        if self._refusal:
            return low, high
        most = self._extender.furthest(self._pull)
        return (low, most) if self._edge is Edge.END else (-most, high)

    def preview(self) -> Overlay:
        if not self._pulls:
            return super().preview()
        try:
            laid = self._lay()
        except EditError:
            return Overlay()
        views = (edge_view(laid.timeline.clip(self._clip_id), self._edge),)  # where its own frames end
        return Overlay(result=Result(laid.timeline, self._since(laid), self._coming(laid)), views=views)

    def words(self) -> str:
        if not self._pulls:
            words = super().words()
            return f"{words}: {self._refusal}" if self.limited and self._refusal else words
        try:
            laid = self._lay()
        except EditError as error:
            return error.what
        if not laid.new:
            return tr("{frames}, all of them real", frames=frames_words(laid.real))
        real = tr(", {real} of them real", real=laid.real) if laid.real else ""
        return f"{frames_words(self.outward)}{real}{self._meets()}, {self._extender.cost(laid)}"

    def release(self, pointer: Pointer) -> None:
        if self.moved and self._pulls:
            self._extender.ask(self._pull, self.outward)
        else:
            super().release(pointer)

    @property
    def _pulls(self) -> bool:
        return self.outward > 0 and not self._refusal

    def _lay(self) -> Laid:
        """Raises EditError."""
        if self._laid is None or self._laid[0] != self.outward:
            self._laid = self.outward, self._extender.lay(self._pull, self.outward)
        return self._laid[1]

    def _since(self, laid: Laid) -> int:
        """The first frame at which anything may look different."""
        before, after = self.stage.timeline, laid.timeline
        starts = [each.range_of(item).start for item in self._ids for each in (before, after)]
        return min(starts if laid.clip_id is None else [*starts, after.range_of(laid.clip_id).start])

    def _coming(self, laid: Laid) -> Coming | None:
        if laid.clip_id is None:
            return None
        stand = Stand(laid.timeline.place(laid.clip_id)[0], laid.timeline.range_of(laid.clip_id))
        return Coming(stand, self._edge, trn("{count} new frame", "{count} new frames", laid.new))

    def _meets(self) -> str:
        """Which clip the held edge has come to."""
        timeline = self.stage.timeline
        gap = extending.gap_beside(timeline, self._clip_id, self._pull.task)
        row, index = timeline.place(self._clip_id)
        beyond = index + (2 if self._edge is Edge.END else -2)
        items = timeline.tracks[row].items
        met = items[beyond] if gap == self.outward and 0 <= beyond < len(items) else None
        return tr(", up to {name}", name=met.name) if isinstance(met, Clip) else ""
