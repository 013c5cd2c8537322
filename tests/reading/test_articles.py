"""Sections and the articles of a collection."""

from app.reading.document import Document
from app.reading.passages import build_document
from app.reading.plain import read_plain
from tests.reading.counting import count_words

TEXT = (
    "The committee met in the old customs house and spoke for three hours about mud, gravel and sand.\n\n"
    "Nobody was hurt, and the minutes of the meeting run to forty pages, of which eleven are about biscuits."
)


def read(text: str) -> Document:
    return build_document(read_plain(text, count_words), "file", count_words)


def titles(text: str, level: int) -> list[str]:
    return [section.title for section in read(text).sections if section.level == level]


def test_headings_divide_one_article() -> None:
    text = f"The Price of Mud\n\n{TEXT}\n\nWhat it costs\n\n{TEXT}\n\nWho Pays for It\n\n{TEXT}"
    assert titles(text, 1) == ["The Price of Mud"]
    assert titles(text, 2) == ["What it costs", "Who Pays for It"]


def test_a_text_without_headings_has_one_section_without_a_title() -> None:
    assert [(section.title, section.level) for section in read(TEXT).sections] == [("", 1)]


def test_signed_titles_begin_articles() -> None:
    articles = [
        f"{title}\nBy {name}\n\n{TEXT}"
        for title, name in (("Mud Is Dear", "Ann Lee"), ("Gravel Is Not", "Bo Day"))
    ]
    assert titles("\n\n".join(articles), 1) == ["Mud Is Dear", "Gravel Is Not"]


def test_a_collection_keeps_its_own_title_and_no_author() -> None:
    articles = [
        f"{title}\n\nMarch 4, 2021\nby {name}\n\n{TEXT}"
        for title, name in (("Mud Is Dear", "Ann Lee"), ("Gravel Is Not", "Bo Day"))
    ]
    document = read("Press Review of the Harbour\n\n" + "\n\nspacer\n\n".join(articles))
    assert [section.title for section in document.sections if section.level == 1] == [
        "Press Review of the Harbour",
        "Mud Is Dear",
        "Gravel Is Not",
    ]
    assert (document.title, document.author, document.date) == ("Press Review of the Harbour", None, None)


def test_separators_begin_articles_even_where_one_has_no_title() -> None:
    parts = [
        f"Mud Is Dear\n\n{TEXT}",
        f"Gravel Is Not\n\n{TEXT}",
        TEXT,
        f"Sand Is Free\nBy Ann Lee\n\n{TEXT}",
    ]
    found = titles("\n\nspacer\n\n".join(parts), 1)
    assert [found[0], found[1], found[3]] == ["Mud Is Dear", "Gravel Is Not", "Sand Is Free"]
    assert found[2].startswith("The committee met in the old customs house")
    assert found[2].endswith("…")


def test_stars_between_the_scenes_of_one_text_begin_no_article() -> None:
    assert len(titles("The Price of Mud\n\n" + "\n\n* * *\n\n".join([TEXT] * 5), 1)) == 1


def test_a_related_link_with_a_date_within_an_article_begins_none() -> None:
    text = f"Mud Is Dear\nBy Ann Lee\n\n{TEXT}\n\nThe Sleepy Village by the Quay\n2 Jun 2019\n\n{TEXT}"
    assert titles(text, 1) == ["Mud Is Dear"]


def test_titles_each_with_a_date_under_it_begin_articles() -> None:
    text = "\n\n".join(
        f"{title}\n4 March 2021\n\n{TEXT}" for title in ("Mud Is Dear", "Gravel Is Not", "Sand Is Free")
    )
    assert titles(text, 1) == ["Mud Is Dear", "Gravel Is Not", "Sand Is Free"]


def test_passages_stand_in_the_section_they_follow() -> None:
    document = read(f"The Price of Mud\n\n{TEXT}\n\nWho Pays for It\n\n{TEXT}")
    assert [document.sections[passage.section].title for passage in document.passages] == [
        *["The Price of Mud"] * 3,
        *["Who Pays for It"] * 3,
    ]


def test_weaker_beginnings_count_only_in_a_collection() -> None:
    reposted = (
        f"{TEXT}\n\nPosted with permission from the Harbour Post\n\nSand Is Free and Will Remain So\n\n{TEXT}"
    )
    signed = "\n\n".join(
        f"{title}\nBy Ann Lee\n\n{TEXT}" for title in ("Mud Is Dear", "Gravel Is Not", "Clay Is Wet")
    )
    assert "Sand Is Free and Will Remain So" in titles(f"{signed}\n\n{reposted}", 1)
    assert titles(f"Mud Is Dear\nBy Ann Lee\n\n{reposted}", 1) == ["Mud Is Dear"]
