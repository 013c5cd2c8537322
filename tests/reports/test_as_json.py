from __future__ import annotations

import json
from typing import Any

from app.reports.as_json import render_json
from app.reports.comparison import Comparison

STRING, WHOLE, NUMBER = str, int, (int, float)
OPTIONAL_STRING = (str, type(None))
SPAN = [WHOLE]

ATTRIBUTION = {"kind": STRING, "speaker": OPTIONAL_STRING}
SCHEMA: dict[str, Any] = {
    "schema": WHOLE,
    "generator": {
        "name": STRING,
        "version": STRING,
        "embedding_model": STRING,
        "relation_model": OPTIONAL_STRING,
    },
    "sources": [
        {
            "id": WHOLE,
            "path": STRING,
            "title": STRING,
            "author": OPTIONAL_STRING,
            "date": OPTIONAL_STRING,
            "format": STRING,
            "sha256": STRING,
            "passages": WHOLE,
        }
    ],
    "skipped": [{"path": STRING, "reason": STRING}],
    "passages": [
        {
            "id": WHOLE,
            "source": WHOLE,
            "section": STRING,
            "position": WHOLE,
            "paragraph": WHOLE,
            "part": WHOLE,
            "kind": STRING,
            "locator": STRING,
            "page": (int, type(None)),
            "spans": [SPAN],
            "text": STRING,
        }
    ],
    "matches": [
        {
            "passage": WHOLE,
            "other": WHOLE,
            "rank": WHOLE,
            "similarity": NUMBER,
            "percentile": WHOLE,
            "origin": WHOLE,
            "relation": STRING,
            "note": OPTIONAL_STRING,
            "evidence": [
                {
                    "text": STRING,
                    "other_text": STRING,
                    "entailment": NUMBER,
                    "neutral": NUMBER,
                    "contradiction": NUMBER,
                    "cues": [{"type": STRING, "span": SPAN, "other_span": SPAN}],
                    "attribution": ATTRIBUTION,
                }
            ],
        }
    ],
}


def assert_has_form(value: Any, form: Any, where: str = "") -> None:
    """The value has the form: a type, a list of one form, or an object of just these keys."""
    if isinstance(form, dict):
        if form is ATTRIBUTION and value is None:
            return
        assert isinstance(value, dict), where
        assert list(value) == list(form), where
        for key, inner in form.items():
            assert_has_form(value[key], inner, f"{where}.{key}")
    elif isinstance(form, list):
        assert isinstance(value, list), where
        for item in value:
            assert_has_form(item, form[0], f"{where}[]")
    else:
        assert isinstance(value, form), where
        assert not isinstance(value, bool), where


def test_a_comparison_has_the_form_of_schema_1(comparison: Comparison) -> None:
    written = json.loads(render_json(comparison))
    assert written["schema"] == 1
    assert_has_form(written, SCHEMA)


def test_a_check_has_claims_and_its_matches_name_the_claim(check: Comparison) -> None:
    written = json.loads(render_json(check))
    match = {"claim": WHOLE} | {key: form for key, form in SCHEMA["matches"][0].items() if key != "passage"}
    form = {**SCHEMA, "matches": [match]}
    assert written.pop("claims") == [{"id": 1, "text": "The meetings began in 2014."}]
    assert_has_form(written, form)
    assert written["matches"][0]["claim"] == 1


def test_values_arrive_as_they_were(comparison: Comparison) -> None:
    written = json.loads(render_json(comparison))
    assert written["generator"]["embedding_model"] == "all-MiniLM-L6-v2"
    passage = written["passages"][1]
    assert (passage["kind"], passage["page"], passage["spans"][0]) == ("paragraph", 3, [0, 5])
    assert written["passages"][3]["kind"] == "furniture"
    match = written["matches"][0]
    assert (match["passage"], match["other"], match["relation"]) == (2, 5, "contradicts")
    assert match["similarity"] == 0.71
    evidence = match["evidence"][0]
    assert evidence["neutral"] == 0.06
    assert evidence["cues"] == [{"type": "other date", "span": [16, 20], "other_span": [22, 26]}]
    assert evidence["attribution"] == {"kind": "reported", "speaker": "Chinese authorities"}


def test_any_text_can_be_written_as_utf_8_and_read_back(hostile: Comparison) -> None:
    written = render_json(hostile).encode("utf-8")
    assert json.loads(written)["sources"][0]["path"] == hostile.sources[0].path


def test_an_ordinary_text_stays_readable(check: Comparison) -> None:
    named = check.claims[0].__class__(1, "“Größe” 民主")
    assert "“Größe” 民主" in render_json(
        Comparison(check.generator, check.sources, (), check.passages, (named,), check.matches)
    )
