from __future__ import annotations

import pytest

from app.relations.relation import Attribution, Cue, Evidence, Relation
from app.reports import wording
from app.reports.comparison import Comparison
from app.reports.render import FORMATS, render
from app.reports.shapes import SHAPES


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0, "closer than none"),
        (1, "closer than 1%"),
        (97, "closer than 97%"),
        (100, "closer than all"),
    ],
)
def test_closeness(percentile: int, words: str) -> None:
    assert wording.closeness(percentile) == words


def test_counts_have_their_noun() -> None:
    assert wording.plural(1, "match", "matches") == "1 match"
    assert wording.plural(0, "source") == "0 sources"
    assert wording.plural(1204, "passage") == "1,204 passages"


def test_every_relation_has_a_shape_of_its_own() -> None:
    assert SHAPES.keys() == set(Relation)
    assert len(set(SHAPES.values())) == len(Relation)


def test_a_cue_names_what_differs() -> None:
    evidence = Evidence("They do not.", "They do.", 0, 0, 1)
    assert wording.cue_line(evidence, Cue("negated", (8, 11), (0, 0))) == "negated: not / –"
    assert wording.cue_line(evidence, Cue("unclear", (0, 0), (0, 0))) == "unclear"


def test_attribution_with_and_without_a_speaker() -> None:
    assert wording.attribution(Attribution("reported", "Ministry")) == "reported: Ministry"
    assert wording.attribution(Attribution("hedged", None)) == "hedged"


def test_a_section_is_named_unless_it_is_the_title(comparison: Comparison) -> None:
    passage = comparison.passages[1]
    assert wording.place(passage, "An open letter") == "“Ports”, p. 3, par. 2"
    assert wording.place(passage, "Ports") == "p. 3, par. 2"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_comparison_without_anything(name: str, comparison: Comparison) -> None:
    empty = Comparison(comparison.generator, (), (), (), (), ())
    assert render(empty, name)


def test_an_unknown_format_is_refused(comparison: Comparison) -> None:
    with pytest.raises(KeyError):
        render(comparison, "pdf")
