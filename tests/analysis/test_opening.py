"""Opening files with workers that keep a ledger."""

from __future__ import annotations

import logging
from collections import Counter

import pytest

from app.analysis.opening import open_paths
from app.engine.jobs import Job, JobState, Progress, run_to_end
from app.engine.requests import WAITING
from app.workspace.workspace import Workspace
from tests.analysis.conftest import Desk
from tests.analysis.ledger import DEADLY, MODEL
from tests.conftest import FolderMaker, workers_of

HARBOUR = "The harbour froze in January and no ship left it."
COAL = "The mayor asked for coal."
ICE = "Ice closed the harbour in January."


def test_what_is_opened_is_read_embedded_and_kept(desk: Desk, folder: FolderMaker) -> None:
    opened = desk.open(folder({"a.txt": f"{HARBOUR}\n\n{COAL}", "b.txt": ICE}))
    assert (opened.read, opened.unchanged, opened.embedded) == (2, 0, 3)
    assert desk.ledger.take("read") == ["a.txt", "b.txt"]
    assert sorted(desk.ledger.take("embed")) == sorted([HARBOUR, COAL, ICE])
    assert len(desk.workspace.load_index(MODEL)) == 3


def test_the_same_again_reads_and_embeds_nothing(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR, "b.txt": ICE})
    desk.open(place)
    opened = desk.open(place)
    assert (opened.read, opened.unchanged, opened.embedded) == (0, 2, 0)
    assert desk.ledger.take("read") == desk.ledger.take("embed") == []


def test_the_same_again_starts_no_worker(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR, "b.txt": ICE})
    desk.open(place)
    with desk.ledger.engine() as fresh:
        run_to_end(fresh, open_paths(desk.workspace, fresh, MODEL, [place]))
        assert workers_of(fresh) == {}


def test_only_what_changed_is_read_and_only_what_is_new_embedded(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": f"{HARBOUR}\n\n{COAL}", "b.txt": ICE})
    desk.open(place)
    (place / "a.txt").write_text(f"{HARBOUR}\n\nBread grew dear in the town.")
    opened = desk.open(place)
    assert (opened.read, opened.unchanged, opened.embedded) == (1, 1, 1)
    assert desk.ledger.take("read") == ["a.txt"]
    assert desk.ledger.take("embed") == ["Bread grew dear in the town."]
    assert len(desk.workspace.sources()) == 2


def test_a_text_that_stands_in_several_places_is_embedded_once(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": f"{HARBOUR}\n\n{COAL}", "b.txt": HARBOUR, "c.md": f"# Title\n\n{HARBOUR}"})
    assert desk.open(place).embedded == 2
    assert Counter(desk.ledger.take("embed")) == {HARBOUR: 1, COAL: 1}
    assert len(desk.workspace.load_index(MODEL)) == 4


def test_headings_and_furniture_are_not_embedded(desk: Desk, folder: FolderMaker) -> None:
    desk.open(folder({"a.md": f"# The Winter\n\n{HARBOUR}\n\nhttps://example.org/winter\n"}))
    assert desk.ledger.take("embed") == [HARBOUR]


def long_text(name: str, paragraphs: int = 60) -> str:
    return "\n\n".join(
        f"In town {name} the council met for the {number} time and spoke of the harbour, of the ice and of "
        f"the price of bread, which had risen {number} times since the last of the ships had left for good."
        for number in range(paragraphs)
    )


def owners_in_order(desk: Desk) -> list[str]:
    """From which sources the texts came, in the order they were embedded."""
    return list(dict.fromkeys(text.split()[2] for text in desk.ledger.take("embed")))


def test_short_sources_are_embedded_first(desk: Desk, folder: FolderMaker) -> None:
    desk.open(folder({"a.txt": long_text("long"), "b.txt": long_text("short", 5)}))
    assert owners_in_order(desk) == ["short", "long"]


def test_the_source_being_read_goes_first(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": long_text("long"), "b.txt": long_text("short", 5)})

    def long_one() -> int | None:
        return next((s.id for s in desk.workspace.sources() if s.path.name == "a.txt"), None)

    desk.open(place, first=long_one)
    assert owners_in_order(desk) == ["long", "short"]


def test_turning_to_another_source_in_the_middle_brings_it_forward(desk: Desk, folder: FolderMaker) -> None:
    place = folder({name: long_text(name[0], 150) for name in ("a.txt", "b.txt", "c.txt")})
    wanted: list[int] = []
    job = Job(
        open_paths(desk.workspace, desk.engine, MODEL, [place], first=lambda: wanted[-1] if wanted else None)
    )
    desk.ledger.clear()
    while job.state is JobState.RUNNING:
        yielded = job.step()
        if yielded is WAITING:
            desk.engine.pump(0.2)
        elif isinstance(yielded, Progress) and yielded.stage == "embedding" and not wanted:
            wanted.append(next(s.id for s in desk.workspace.sources() if s.path.name == "c.txt"))
    assert job.state is JobState.DONE
    order = owners_in_order(desk)
    assert order[0] == "a"
    assert order.index("c") < order.index("b")
    assert desk.missing() == []


def test_embedding_is_left_off_for_something_more_urgent_and_goes_on_later(
    desk: Desk, folder: FolderMaker
) -> None:
    place = folder({"a.txt": long_text("a", 150)})
    asked: list[int] = []

    def enough() -> bool:
        asked.append(1)
        return len(asked) > 2

    opened = desk.open(place, enough=enough)
    assert 0 < opened.embedded < 151
    assert len(desk.missing()) == 150 - opened.embedded
    first = desk.ledger.take("embed")
    desk.open(place)
    assert Counter(first + desk.ledger.take("embed")).most_common(1)[0][1] == 1, "nothing is embedded twice"
    assert desk.missing() == []


def test_a_text_the_worker_dies_of_stays_without_a_vector_and_nothing_else_does(
    desk: Desk, folder: FolderMaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    deadly = f"The berries of {DEADLY} were gathered in August."
    place = folder({"a.txt": f"{HARBOUR}\n\n{deadly}\n\n{COAL}", "b.txt": ICE, "c.txt": long_text("long")})
    desk.open(place)
    assert desk.missing() == [deadly]
    assert len(desk.workspace.load_index(MODEL)) == 63
    assert desk.open(place).embedded == 0
    assert desk.missing() == [deadly]


def test_files_that_cannot_be_read_are_listed_and_the_others_are_there(
    desk: Desk, folder: FolderMaker
) -> None:
    place = folder(
        {"a.txt": HARBOUR, "empty.txt": "", "binary.txt": bytes(range(256)) * 9, "x.mp4": b"\0ftyp"}
    )
    assert desk.open(place, place / "gone.txt").read == 1
    assert [source.path.name for source in desk.workspace.sources()] == ["a.txt"]
    listed = {file.path.name: file.reason for file in desk.workspace.skipped()}
    assert set(listed) == {"empty.txt", "binary.txt", "x.mp4", "gone.txt"}
    assert all(reason.endswith(".") for reason in listed.values())


def test_a_file_mended_is_no_longer_listed(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": ""})
    desk.open(place)
    assert [file.path.name for file in desk.workspace.skipped()] == ["a.txt"]
    (place / "a.txt").write_text(HARBOUR)
    desk.open(place)
    assert desk.workspace.skipped() == ()
    assert desk.missing() == []


def test_a_source_whose_file_turns_bad_keeps_its_text_and_is_listed(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR})
    desk.open(place)
    (place / "a.txt").write_text("")
    desk.open(place)
    assert [passage.text for passage in desk.workspace.passages(1)] == [HARBOUR]
    assert [file.path.name for file in desk.workspace.skipped()] == ["a.txt"]


def test_a_cancelled_opening_keeps_what_was_done(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": long_text("a", 150), "b.txt": HARBOUR})
    job = Job(open_paths(desk.workspace, desk.engine, MODEL, [place]))
    while job.progress is None or job.progress.stage != "embedding":
        if job.step() is WAITING:
            desk.engine.pump(0.2)
    job.cancel()
    assert job.state is JobState.CANCELLED
    left = len(desk.missing())
    assert 0 < left < 151
    opened = desk.open(place)
    assert (opened.read, opened.unchanged, opened.embedded) == (0, 2, left)


def test_a_read_only_workspace_is_only_looked_at(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR})
    desk.open(place)
    copy = desk.workspace.path.with_name("copy.counterpoint")
    desk.workspace.save_as(copy)
    copy.chmod(0o444)
    desk.ledger.clear()
    with Workspace.open(copy) as held:
        late = folder({"late.txt": COAL}, "late")
        opened = run_to_end(desk.engine, open_paths(held, desk.engine, MODEL, [late]))
    assert (opened.read, opened.unchanged, opened.embedded) == (0, 1, 0)
    assert desk.ledger.take("read") == []


def test_progress_tells_the_stage_the_count_and_the_file(desk: Desk, folder: FolderMaker) -> None:
    told: list[Progress] = []
    place = folder({"a.txt": HARBOUR, "b.txt": ICE})
    run_to_end(desk.engine, open_paths(desk.workspace, desk.engine, MODEL, [place]), told.append)
    reading = [progress for progress in told if progress.stage == "reading"]
    assert [(progress.done, progress.total, progress.detail) for progress in reading[:1]] == [(0, 2, "a.txt")]
    embedding = [progress for progress in told if progress.stage == "embedding"]
    assert (embedding[-1].done, embedding[-1].total) == (2, 2)
