"""The rows of the command table about proxies."""

from collections.abc import Iterator

from editor.ui.window.command import Command
from editor.ui.window.proxying import Proxying
from editor.words import tr


def proxy_commands(proxying: Proxying) -> Iterator[Command]:
    yield Command("use-proxies", tr("Use Proxies"), proxying.toggle_used, checked=lambda: proxying.is_used)
    yield Command("automatic-proxies", tr("Make Proxies of Heavy Films"), proxying.toggle_automatic,
                  checked=lambda: proxying.is_automatic)  # fmt: skip
