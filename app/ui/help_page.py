"""The help page: written once, with the keys that the actions have at the moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt

from app import paths
from app.ui.action import Action, shown_key
from app.ui.theme import MONO, Theme, Type

ACTION = re.compile(r"\[\[([\w.-]+)\]\]")
"""An action in the text of the page: its id, in whose place its first key is shown."""


def help_text() -> str:
    """The page as it is written, in Markdown."""
    return paths.resource("help", "help.md").read_text(encoding="utf-8")


def help_html(actions: Sequence[Action], theme: Theme, type_: Type) -> str:
    """The page in Qt's subset of HTML; an action without a key is called by its name in the palette."""
    known = {action.id: action for action in actions}

    def shown(found: re.Match[str]) -> str:
        action = known[found.group(1)]
        if not action.keys:
            return f"<i>{escape(action.title.rstrip('…'))}</i>"
        return (
            f"<span style=\"font-family:'{MONO}'; font-size:{type_.px(12)}px; "
            f'background-color:{theme.selection}">&nbsp;{escape(shown_key(action.keys[0]))}&nbsp;</span>'
        )

    return ACTION.sub(shown, MarkdownIt().render(help_text()))
