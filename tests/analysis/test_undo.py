"""Taking back and doing again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.undo import Change, UndoStack
from app.workspace.reviews import Review


def change(number: int) -> Change:
    return Change(str(number), None, Review(number, ""))


def test_an_empty_stack_has_nothing_to_take_back_or_do_again() -> None:
    stack = UndoStack()
    assert stack.undo() is None
    assert stack.redo() is None


def test_a_new_change_forgets_what_was_taken_back() -> None:
    stack = UndoStack()
    for number in (1, 2):
        stack.push(change(number))
    stack.undo()
    stack.push(change(3))
    assert stack.redo() is None
    assert [stack.undo(), stack.undo(), stack.undo()] == [change(3), change(1), None]


def test_what_is_kept_can_be_rewritten_on_both_sides() -> None:
    stack = UndoStack()
    stack.push(Change("x", Review(1, ""), Review(2, "")))
    stack.rewrite(lambda _: Review(9, ""))
    assert stack.undo() == Change("x", Review(9, ""), Review(9, ""))


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=40))
def test_state_follows_the_changes_that_stand(deeds: list[str]) -> None:
    stack = UndoStack()
    stands: list[int] = []
    undone: list[int] = []
    for number, deed in enumerate(deeds):
        if deed == "do":
            stack.push(change(number))
            stands.append(number)
            undone = []
        elif deed == "undo":
            taken = stack.undo()
            assert (taken is None) == (not stands)
            if stands:
                undone.append(stands.pop())
                assert taken == change(undone[-1])
        else:
            again = stack.redo()
            assert (again is None) == (not undone)
            if undone:
                stands.append(undone.pop())
                assert again == change(stands[-1])
