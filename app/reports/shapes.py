"""The shapes that stand for relations and verdicts, on paper and screen: a colour never stands alone."""

from __future__ import annotations

from app.relations.relation import Relation
from app.workspace.judgements import Verdict

SHAPES = {
    Relation.CONTRADICTS: "▲",
    Relation.AGREES: "●",
    Relation.REPEATS: "=",
    Relation.RELATED: "○",
}
VERDICT_SHAPES = {
    Verdict.CONTRADICTS: "▲",
    Verdict.AGREES: "●",
    Verdict.QUALIFIES: "◆",
    Verdict.REPEATS: "=",
    Verdict.NOT_RELEVANT: "×",
    Verdict.UNSURE: "?",
}
