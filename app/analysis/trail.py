"""The trail: where the analyst has been, to go back and forward in."""

from __future__ import annotations


class Trail:
    """Visited passages by id, with a place in them, as a browser keeps pages."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._at = -1

    @property
    def is_empty(self) -> bool:
        """Whether no passage was visited yet."""
        return not self._places

    def visit(self, passage: int) -> None:
        """Come to a passage: whatever lay ahead is forgotten."""
        if self._at >= 0 and self._places[self._at] == passage:
            return
        del self._places[self._at + 1 :]
        self._places.append(passage)
        self._at += 1

    def replace(self, passage: int) -> None:
        """Move on without leaving a place behind, as when walking paragraph by paragraph."""
        if self._at < 0:
            self.visit(passage)
        else:
            self._places[self._at] = passage

    @property
    def places(self) -> tuple[int, ...]:
        """All places kept, in the order they were visited."""
        return tuple(self._places)

    def go_to(self, number: int) -> int:
        """Go to one of `places` by its number; what lies ahead of it stays. IndexError if there is none."""
        place = self._places[number]
        self._at = number
        return place

    def back(self) -> int | None:
        """The place before, or None at the start."""
        if self._at <= 0:
            return None
        self._at -= 1
        return self._places[self._at]

    def forward(self) -> int | None:
        """The place after, or None at the end."""
        if self._at + 1 >= len(self._places):
            return None
        self._at += 1
        return self._places[self._at]
