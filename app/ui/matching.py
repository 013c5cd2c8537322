"""What stands beside the text: the matches of the selected passage, of a pinned one, or of a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.filters import Filter
from app.analysis.findings import NO_MODEL, Pair
from app.analysis.matches import Match
from app.analysis.questions import Question, parse_question, remembered
from app.analysis.survey import Mark, mark_of
from app.embedding.encoder import Vectors
from app.reading.document import Kind, Span
from app.reading.sentences import split_sentences
from app.relations.relation import Relation
from app.ui.desk import Desk
from app.ui.matches_model import MatchesModel
from app.ui.wording import counted
from app.workspace.records import StoredPassage

SHOWN = 12
SHOWN_A_SOURCE = 4
PASSAGES_AHEAD = 3
SETTLED = 40
"""Milliseconds a passage is selected before its matches are read: walking on quickly asks for nothing."""
QUESTIONS = "questions"
"""Key of the workspace's own record of past questions, one a line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its (d,) unit vector."""

    question: Question
    vector: Vectors


class Matching(QObject):
    """Keeps the matches, their relations and the marks of passages true to the desk.

    Attributes:
        matches: What is on show.
        marks: What is known of passages at a glance, by id.
        counts: How many of the listed matches have each relation.
        filter: Which of the listed matches are on show.
        pinned: The passage whose matches stay while reading on, or None.
        asked: The question whose matches are on show, or None.
        sentence: The sentence of the selected passage that is asked, or None.
        summary: How many matches there are, in words.
        state: Why there are none, or what to know about them; empty otherwise.
        is_shown: Whether anyone sees them; else no relation is read for them.
    """

    changed = Signal()
    marked = Signal(int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.matches = MatchesModel(self)
        self.marks: dict[int, Mark] = {}
        self.counts: Counter[Relation] = Counter()
        self.filter = Filter()
        self._listed: tuple[Match, ...] = ()
        self.pinned: StoredPassage | None = None
        self.asked: Asked | None = None
        self.sentence: Span | None = None
        self.summary = ""
        self.state = ""
        self.is_shown = True
        self._selected: StoredPassage | None = None
        self._order: Sequence[StoredPassage] = ()
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._read)
        desk.left.connect(self.forget)
        desk.related.connect(self.refresh)
        desk.surveyed.connect(self._mark)
        desk.answered.connect(self._on_answered)

    def forget(self) -> None:
        """Show nothing and know nothing, as when the workspace is left."""
        self.marks.clear()
        self.pinned = self.asked = self.sentence = None
        self.select(None, ())

    def select(self, passage: StoredPassage | None, order: Sequence[StoredPassage]) -> None:
        """Show the matches of a passage, unless others are pinned or asked for.

        Args:
            passage: The selected one, or None.
            order: The passages of its source, in the order in which they will be wanted.
        """
        if self.sentence is not None and passage != self._selected:
            self.asked = self.sentence = None
        self._selected = passage
        self._order = order
        self.refresh()
        self._settled.start()

    def refresh(self) -> None:
        """Show the matches as they are known now."""
        matcher = self._desk.matcher
        if self.pinned is not None and matcher is not None and not matcher.has(self.pinned.id):
            self.pinned = None  # its source was removed or read again
        subject = self.subject
        listed: tuple[Match, ...] = ()
        self.state = ""
        if matcher is not None and self.asked is not None:
            listed = matcher.of_question(self.asked.question, self.asked.vector, SHOWN, SHOWN_A_SOURCE)
            self.state = "" if listed else "Nothing in these sources has all of the quoted words."
        elif matcher is not None and subject is not None:
            listed = self.listed(subject)
            self.state = self._state_of(subject, listed)
            if matcher.has(subject.id) and all(match.finding is not None for match in listed):
                self._mark(subject.id, mark_of(listed, has_counterpart=matcher.has_counterpart(listed)))
        self.counts = Counter(match.finding.relation for match in listed if match.finding is not None)
        if self.filter.relation is not None and not self.counts[self.filter.relation]:
            self.filter = replace(self.filter, relation=None)
        self._listed = listed
        self.matches.show(self.filter.of(listed), self.text)
        self.state = self.state or self.filter.words
        self.summary = _summary(listed)
        self.changed.emit()

    @property
    def text(self) -> str:
        """What the listed matches are close to; empty where nothing is selected."""
        if self.asked is not None:
            return self.asked.question.text
        return "" if self.subject is None else self.subject.text

    @property
    def title(self) -> str:
        """What the matches are closest to."""
        if self.asked is not None:
            return (
                "Closest to your question" if self.asked.question.owner is None else "Closest to the sentence"
            )
        return "Closest to the pinned passage" if self.pinned is not None else "Closest in other sources"

    @property
    def subject(self) -> StoredPassage | None:
        """The passage whose matches are listed; None for a question."""
        if self.asked is not None:
            return None
        return self.pinned or self._selected

    def listed(self, passage: StoredPassage) -> tuple[Match, ...]:
        """The matches that are listed for a passage."""
        matcher = self._desk.matcher
        return () if matcher is None else matcher.of_passage(passage, SHOWN, SHOWN_A_SOURCE)

    def _state_of(self, passage: StoredPassage, listed: tuple[Match, ...]) -> str:
        matcher = self._desk.matcher
        if matcher is None:
            return ""
        if passage.kind is Kind.FURNITURE:
            return f"Furniture ({passage.reason}) is not compared: x turns it into text."
        if not matcher.has(passage.id):
            return "Embedding… the matches appear as soon as this passage has its vector."
        if not listed:
            return "Nothing to compare with yet: open a second source about the same matter."
        if not matcher.has_counterpart(listed):
            return "– no counterpart: these are the nearest, but none comes close."
        return NO_MODEL if matcher.findings.model_id is None else ""

    # Choosing what is shown

    def choose(self, relation: Relation | None) -> None:
        """Show only the matches of a relation, or all again."""
        self.choose_by(lambda chosen, _: replace(chosen, relation=relation))

    def choose_by(self, change: Callable[[Filter, Sequence[Match]], Filter]) -> None:
        """Change what is shown of the listed matches."""
        self.filter = change(self.filter, self._listed)
        self.refresh()

    def pin(self) -> bool:
        """Keep the matches of the selected passage while reading on, or let them follow again."""
        self.pinned = None if self.pinned is not None else self._selected
        self.refresh()
        self._settled.start()
        return self.pinned is not None

    # Asking

    @property
    def past_questions(self) -> tuple[str, ...]:
        """What was asked in this workspace, the newest first."""
        kept = self._desk.workspace.meta(QUESTIONS) if self._desk.workspace is not None else None
        return tuple((kept or "").splitlines())

    def ask(self, typed: str) -> None:
        """Find the matches of a question; `changed` tells when they are on show."""
        self.sentence = None
        question = parse_question(typed)
        workspace = self._desk.workspace
        if not question.text or workspace is None:
            return
        if not workspace.read_only:
            past = remembered(self.past_questions, " ".join(typed.split()))
            workspace.set_meta(QUESTIONS, "\n".join(past))
        self._desk.ask(question)

    def ask_sentence(self) -> bool:
        """Ask the next sentence of the selected passage alone; False where that is all of it again."""
        passage = self._selected
        if passage is None:
            return False
        spans = split_sentences(passage.text)
        at = spans.index(self.sentence) + 1 if self.sentence in spans else 0
        if at >= len(spans):
            self.follow()
            return False
        self.sentence = spans[at]
        text = passage.text[spans[at].start : spans[at].end]
        self._desk.ask(Question(text, owner=passage.owner))
        return True

    def follow(self) -> None:
        """Show the matches of the selected passage again, whatever was pinned or asked."""
        self.pinned = self.asked = self.sentence = None
        self.filter = Filter(is_folded=self.filter.is_folded)
        self.refresh()
        self._settled.start()

    def follow_up(self) -> None:
        """Go on reading relations for what is on show."""
        self._settled.start()

    def _on_answered(self, question: Question, vector: Vectors) -> None:
        if question.owner is not None and self.sentence is None:
            return  # the passage that it is a sentence of is no longer the selected one
        self.asked = Asked(question, vector)
        self.filter = Filter(is_folded=self.filter.is_folded)
        self.refresh()
        self._settled.start()

    # Relations

    def is_complete(self, passage: int) -> bool:
        """Whether all matches that are listed for a passage were read."""
        mark = self.marks.get(passage)
        return mark is not None and mark.read == mark.listed

    def forget_mark(self, passage: int) -> None:
        """Look at a passage anew: a label of one of its pairs was dismissed, or is back."""
        self.marks.pop(passage, None)
        self.marked.emit(passage)

    def _mark(self, passage: int, mark: Mark) -> None:
        if self.marks.get(passage) != mark:
            self.marks[passage] = mark
            self.marked.emit(passage)

    def _read(self) -> None:
        """Have read what is on show, then the next passages' matches, then those of the whole source."""
        if not self.is_shown:
            return
        text = self.text
        pairs = [Pair(text, match.passage.text) for match in self.matches.matches]
        for ahead in self._order[:PASSAGES_AHEAD]:
            pairs.extend(Pair(ahead.text, match.passage.text) for match in self.listed(ahead))
        self._desk.relate(pairs)
        unknown = [passage for passage in self._order if not self.is_complete(passage.id)]
        if unknown:
            self._desk.survey(unknown, self.listed)


def _summary(matches: Sequence[Match]) -> str:
    if not matches:
        return ""
    sources = counted(len({match.source.id for match in matches}), "source")
    origins = counted(len({match.origin for match in matches}), "origin")
    return f"{len(matches)} in {sources} · {origins}"
