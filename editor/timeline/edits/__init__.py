"""Edits: pure functions from one timeline to the next.

Each gives back the very same object where nothing changes, keeps every track and item it does not touch as it is, and
raises EditError where it cannot be done. Locked tracks never change.
"""

from editor.timeline.edits.clips import copied, link, rename, set_enabled, unlink
from editor.timeline.edits.generated_sound import made_with
from editor.timeline.edits.generating import (
    Rule,
    insert_bridge,
    insert_generated,
    insert_new,
    replace_longer,
    replace_within,
)
from editor.timeline.edits.handles import NO_LIMIT, handles
from editor.timeline.edits.keyframes import (
    first_new_frame,
    has_changed,
    keyframe_at,
    keyframe_limits,
    move_keyframe,
    place_keyframe,
    remove_keyframe,
    set_keyframe_noise,
    why_no_keyframe,
)
from editor.timeline.edits.markers import add_marker, change_marker, remove_marker, set_marks
from editor.timeline.edits.media_pool import add_media, change_media, conform, remove_media, used_media
from editor.timeline.edits.moving import move
from editor.timeline.edits.placing import Placements, insert, overwrite
from editor.timeline.edits.removing import close_all_gaps, close_gap, extract, extract_range, lift, lift_range
from editor.timeline.edits.rolling import roll, roll_limits
from editor.timeline.edits.slipping import slide, slide_limits, slip, slip_limits
from editor.timeline.edits.splitting import split, split_all
from editor.timeline.edits.syncing import sync_offset
from editor.timeline.edits.takes import add_take, choose_take
from editor.timeline.edits.track_items import new_links
from editor.timeline.edits.tracks import TrackChanges, add_track, change_track, remove_track
from editor.timeline.edits.transitions import add_transition, remove_transition, transition_limit
from editor.timeline.edits.trimming import Edge, Limits, ripple_limits, ripple_trim, trim, trim_limits

__all__ = [
    "NO_LIMIT",
    "Edge",
    "Limits",
    "Placements",
    "Rule",
    "TrackChanges",
    "add_marker",
    "add_media",
    "add_take",
    "add_track",
    "add_transition",
    "change_marker",
    "change_media",
    "change_track",
    "choose_take",
    "close_all_gaps",
    "close_gap",
    "conform",
    "copied",
    "extract",
    "extract_range",
    "first_new_frame",
    "handles",
    "has_changed",
    "insert",
    "insert_bridge",
    "insert_generated",
    "insert_new",
    "keyframe_at",
    "keyframe_limits",
    "lift",
    "lift_range",
    "link",
    "made_with",
    "move",
    "move_keyframe",
    "new_links",
    "overwrite",
    "place_keyframe",
    "remove_keyframe",
    "remove_marker",
    "remove_media",
    "remove_track",
    "remove_transition",
    "rename",
    "replace_longer",
    "replace_within",
    "ripple_limits",
    "ripple_trim",
    "roll",
    "roll_limits",
    "set_enabled",
    "set_keyframe_noise",
    "set_marks",
    "slide",
    "slide_limits",
    "slip",
    "slip_limits",
    "split",
    "split_all",
    "sync_offset",
    "transition_limit",
    "trim",
    "trim_limits",
    "unlink",
    "used_media",
    "why_no_keyframe",
]
