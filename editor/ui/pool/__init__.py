"""The media pool."""

from editor.ui.pool.media_model import MEDIA_MIME
from editor.ui.pool.pool import Pool

__all__ = ["MEDIA_MIME", "Pool"]
