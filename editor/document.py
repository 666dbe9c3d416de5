"""The open document: a timeline, how it came to be, and what is selected in it."""

from collections.abc import Callable, Hashable, Iterable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from editor.timeline.model import ItemId, Timeline

Selection = frozenset[ItemId]


class Document(QObject):
    """Holds one timeline value; every edit is `apply`, and undo puts the old value back.

    timeline_changed(before, after): also on undo, redo and `replace`. selection_changed(frozenset of ids).
    """

    timeline_changed = Signal(object, object)
    selection_changed = Signal(object)
    replaced = Signal()  # another document altogether: playhead, zoom and caches start anew

    def __init__(self, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._selection: Selection = frozenset()
        self.undo_stack = QUndoStack(self)

    @property
    def timeline(self) -> Timeline:
        return self._timeline

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def is_saved(self) -> bool:
        return self.undo_stack.isClean()

    @property
    def history(self) -> Iterator[Timeline]:
        """Every value that stands now or can come back by undo and redo; some more than once."""
        yield self._timeline
        for index in range(self.undo_stack.count()):
            command = self.undo_stack.command(index)
            assert isinstance(command, Change)
            yield from command.values

    def apply(self, name: str, timeline: Timeline, merge: Hashable | None = None) -> None:
        """One undo step, called `name` in the Edit menu; nothing happens if the value is the one that stands.

        merge: steps in a row with an equal key are one step (a slider being dragged).
        """
        if timeline is not self._timeline:
            self.undo_stack.push(Change(name, self._timeline, timeline, self._show, merge))

    def amend(self, edit: Callable[[Timeline], Timeline]) -> None:
        """Change the value now and in the whole of its history: for facts, not decisions (a take was made, a file
        has moved), which undo must not lose and which must not cost the user what can be redone."""
        amended: dict[int, Timeline] = {}  # what two steps share stays one object

        def once(timeline: Timeline) -> Timeline:
            if id(timeline) not in amended:
                amended[id(timeline)] = edit(timeline)
            return amended[id(timeline)]

        for index in range(self.undo_stack.count()):
            command = self.undo_stack.command(index)
            assert isinstance(command, Change)
            command.amend(once)
        self._show(once(self._timeline))

    def replace(self, timeline: Timeline) -> None:
        """Open another timeline; its history starts here."""
        self.undo_stack.clear()
        self.undo_stack.setClean()
        self.select(())
        self._show(timeline)
        self.replaced.emit()

    def select(self, ids: Iterable[ItemId]) -> None:
        selection = frozenset(ids)
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def _show(self, timeline: Timeline) -> None:
        before, self._timeline = self._timeline, timeline
        if before is timeline:
            return
        self.select(item_id for item_id in self._selection if timeline.has(item_id))
        self.timeline_changed.emit(before, timeline)


class Change(QUndoCommand):
    """The one undo command: a value before and a value after."""

    def __init__(
        self, name: str, before: Timeline, after: Timeline, show: Callable[[Timeline], None], merge: Hashable | None
    ) -> None:
        super().__init__(name)
        self._before, self._after, self._show, self._merge = before, after, show, merge

    @property
    def values(self) -> tuple[Timeline, Timeline]:
        return self._before, self._after

    def id(self) -> int:
        return -1 if self._merge is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, Change) or other._merge != self._merge:
            return False
        self._after = other._after
        return True

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)

    def amend(self, edit: Callable[[Timeline], Timeline]) -> None:
        self._before, self._after = edit(self._before), edit(self._after)
