from __future__ import annotations

import json
from pathlib import Path

from app.relations.identity import relation_model_id
from app.relations.thresholds import FILE, Thresholds, read_thresholds, write_thresholds

CHOSEN = Thresholds(contradicts=0.6, cued=0.4, same_but=0.2, agrees=0.7, position=0.95)


def test_what_was_chosen_is_read_again(tmp_path: Path) -> None:
    write_thresholds(CHOSEN, tmp_path, "model-1", {})
    assert read_thresholds(tmp_path, "model-1") == CHOSEN


def test_another_models_thresholds_are_not_used(tmp_path: Path) -> None:
    write_thresholds(CHOSEN, tmp_path, "model-1", {})
    assert read_thresholds(tmp_path, "model-2") == Thresholds()
    (tmp_path / FILE).unlink()
    assert read_thresholds(tmp_path, "model-1") == Thresholds()


def test_findings_by_other_thresholds_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_id": "model-1"}), encoding="utf-8")
    before = relation_model_id(tmp_path)
    write_thresholds(CHOSEN, tmp_path, "model-1", {})
    after = relation_model_id(tmp_path)
    assert before is not None
    assert after is not None
    assert before != after
    assert relation_model_id(tmp_path / "absent") is None
