"""The models page: which models are here and where, whether they fit on this machine, and what they lack."""

from editor.ui.models.models_dialog import ModelsDialog

__all__ = ["ModelsDialog"]
