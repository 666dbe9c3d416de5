"""Edits: pure functions from one timeline to the next.

Each gives back the very same object where nothing changes, keeps every track and item it does not touch as it is, and
raises EditError where it cannot be done. Locked tracks never change.
"""

from editor.timeline.edits.attributes import Attribute, paste_attributes
from editor.timeline.edits.clips import copied, link, rename, set_enabled, set_label, unlink
from editor.timeline.edits.curves import (
    OPACITY,
    PAN,
    VOLUME,
    Envelope,
    add_point,
    change_curve,
    move_point,
    point_limits,
    raise_line,
    remove_point,
    set_value,
    shift_values,
)
from editor.timeline.edits.fades import fade_limit, fade_of, set_fade
from editor.timeline.edits.freezing import freeze, insert_freeze
from editor.timeline.edits.generated_sound import made_with
from editor.timeline.edits.generating import (
    Rule,
    insert_bridge,
    insert_generated,
    insert_new,
    replace_longer,
    replace_within,
)
from editor.timeline.edits.groups import group, grouped, ungroup
from editor.timeline.edits.handles import NO_LIMIT, handles
from editor.timeline.edits.joining import join, plays_on
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
from editor.timeline.edits.looks import change_level, change_look
from editor.timeline.edits.markers import add_marker, change_marker, remove_marker, set_marks
from editor.timeline.edits.media_pool import (
    STANDARD_RATES,
    add_media,
    change_media,
    conform,
    remove_media,
    used_media,
)
from editor.timeline.edits.motion import (
    add_motion_point,
    changed_at,
    motion_limits,
    motion_of,
    move_motion_point,
    push_picture,
    remove_motion_point,
    set_motion_smooth,
)
from editor.timeline.edits.moving import move
from editor.timeline.edits.placing import Placements, insert, overwrite
from editor.timeline.edits.project_settings import ProjectSettings, change_settings, settings_of, what_changes
from editor.timeline.edits.removing import close_all_gaps, close_gap, extract, extract_range, lift, lift_range
from editor.timeline.edits.replacing import replace_media
from editor.timeline.edits.retiming import why_no_timing
from editor.timeline.edits.rolling import roll, roll_limits
from editor.timeline.edits.slipping import slide, slide_limits, slip, slip_limits, slipped
from editor.timeline.edits.speed_curve import SPEED
from editor.timeline.edits.splitting import split, split_all
from editor.timeline.edits.syncing import move_into_sync, slip_into_sync, sync_offset
from editor.timeline.edits.takes import add_take, as_with_take, choose_take, parts_of
from editor.timeline.edits.timing import reverse, set_keeps_pitch, set_ramp, set_speed
from editor.timeline.edits.track_items import is_free, new_links
from editor.timeline.edits.tracks import (
    TrackChanges,
    add_track,
    change_track,
    move_track,
    remove_empty_tracks,
    remove_track,
)
from editor.timeline.edits.transitions import (
    KINDS,
    Alignment,
    add_transition,
    align_transition,
    alignment_of,
    move_transition,
    remove_transition,
    resize_transition,
    set_transition_kind,
    transition_at,
    transition_edge_limits,
    transition_limit,
    transition_move_limits,
)
from editor.timeline.edits.trimming import Edge, Limits, ripple_limits, ripple_trim, trim, trim_limits

__all__ = [
    "KINDS",
    "NO_LIMIT",
    "OPACITY",
    "PAN",
    "SPEED",
    "STANDARD_RATES",
    "VOLUME",
    "Alignment",
    "Attribute",
    "Edge",
    "Envelope",
    "Limits",
    "Placements",
    "ProjectSettings",
    "Rule",
    "TrackChanges",
    "add_marker",
    "add_media",
    "add_motion_point",
    "add_point",
    "add_take",
    "add_track",
    "add_transition",
    "align_transition",
    "alignment_of",
    "as_with_take",
    "change_curve",
    "change_level",
    "change_look",
    "change_marker",
    "change_media",
    "change_settings",
    "change_track",
    "changed_at",
    "choose_take",
    "close_all_gaps",
    "close_gap",
    "conform",
    "copied",
    "extract",
    "extract_range",
    "fade_limit",
    "fade_of",
    "first_new_frame",
    "freeze",
    "group",
    "grouped",
    "handles",
    "has_changed",
    "insert",
    "insert_bridge",
    "insert_freeze",
    "insert_generated",
    "insert_new",
    "is_free",
    "join",
    "keyframe_at",
    "keyframe_limits",
    "lift",
    "lift_range",
    "link",
    "made_with",
    "motion_limits",
    "motion_of",
    "move",
    "move_into_sync",
    "move_keyframe",
    "move_motion_point",
    "move_point",
    "move_track",
    "move_transition",
    "new_links",
    "overwrite",
    "parts_of",
    "paste_attributes",
    "place_keyframe",
    "plays_on",
    "point_limits",
    "push_picture",
    "raise_line",
    "remove_empty_tracks",
    "remove_keyframe",
    "remove_marker",
    "remove_media",
    "remove_motion_point",
    "remove_point",
    "remove_track",
    "remove_transition",
    "rename",
    "replace_longer",
    "replace_media",
    "replace_within",
    "resize_transition",
    "reverse",
    "ripple_limits",
    "ripple_trim",
    "roll",
    "roll_limits",
    "set_enabled",
    "set_fade",
    "set_keeps_pitch",
    "set_keyframe_noise",
    "set_label",
    "set_marks",
    "set_motion_smooth",
    "set_ramp",
    "set_speed",
    "set_transition_kind",
    "set_value",
    "settings_of",
    "shift_values",
    "slide",
    "slide_limits",
    "slip",
    "slip_into_sync",
    "slip_limits",
    "slipped",
    "split",
    "split_all",
    "sync_offset",
    "transition_at",
    "transition_edge_limits",
    "transition_limit",
    "transition_move_limits",
    "trim",
    "trim_limits",
    "ungroup",
    "unlink",
    "used_media",
    "what_changes",
    "why_no_keyframe",
    "why_no_timing",
]
