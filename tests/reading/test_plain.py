"""What the blocks of a plain text are."""

from textwrap import dedent

from app.reading.blocks import Block
from app.reading.document import Kind
from app.reading.plain import read_plain
from tests.reading.counting import count_words

LONG = "The committee met in the old customs house and spoke for three hours about the price of mud. "


def read(text: str) -> list[Block]:
    return list(read_plain(dedent(text), count_words).blocks)


def shown(text: str, kind: Kind) -> list[str]:
    return [block.text for block in read(text) if block.kind == kind]


def reasons(text: str) -> list[str]:
    return [block.reason for block in read(text) if block.kind == Kind.FURNITURE]


def test_bullets_are_not_shown_and_numbers_are() -> None:
    text = """
        We ask for three things:

          • an open harbour
          • a ferry that runs in winter,
            also on Sundays
        1. Mud is dear.
        2. Gravel is dearer.
        """
    assert shown(text, Kind.LIST) == [
        "an open harbour",
        "a ferry that runs in winter, also on Sundays",
        "1. Mud is dear.",
        "2. Gravel is dearer.",
    ]


def test_a_dash_or_a_number_at_a_line_start_is_no_list_within_a_sentence() -> None:
    text = """
        The committee met in the old customs house and spoke about the mud
        – and about little else – for three hours without a break in May of
        2021. Nobody who was there has forgotten the chair's last words, on
        page 7 of the minutes, and nobody who was not will ever believe it,
        although the clerk has read it out to three newspapers since then.
        """
    assert len(shown(text, Kind.PARAGRAPH)) == 1
    assert shown(text, Kind.LIST) == []


def test_numbered_headings_stand_above_text() -> None:
    text = f"""
        1. Mud

        {LONG}

        2. Gravel

        {LONG}
        """
    assert shown(text, Kind.HEADING) == ["1. Mud", "2. Gravel"]


def test_short_sentences_are_no_headings() -> None:
    text = f"""
        {LONG}

        Nobody spoke.

        {LONG}

        However…

        {LONG}

        The chair said:

        {LONG}
        """
    assert shown(text, Kind.HEADING) == []


def test_a_question_is_a_heading_only_between_long_paragraphs() -> None:
    between = f"{LONG * 3}\n\nWho pays for it?\n\n{LONG * 3}"
    among = "It was late.\n\nWho pays for it?\n\nNobody knew."
    assert shown(between, Kind.HEADING) == ["Who pays for it?"]
    assert shown(among, Kind.HEADING) == []


def test_the_lines_of_a_stanza_stay_together() -> None:
    text = """
        The Ferry
        by Ann Marsh

        The ferry leaves at half past nine,
        The gulls go with it, all in line,
        And I, who have no ticket, stand
        With half a sandwich in my hand

        And think of all the things that go
        By water, and of all I know
        That stayed upon the other side
        """
    assert shown(text, Kind.HEADING) == ["The Ferry"]
    assert [paragraph[-14:] for paragraph in shown(text, Kind.PARAGRAPH)] == [
        "wich in my hand"[-14:],
        "the other side",
    ]


def test_each_line_of_a_log_stands_alone() -> None:
    text = """
        2022-01-04 08:00:01 INFO  service started
        2022-01-04 08:00:02 INFO  listening on port 8080
        2022-01-04 08:03:17 WARN  slow request
        """
    assert len(shown(text, Kind.PARAGRAPH)) == 3


def test_rows_keep_their_cells_apart() -> None:
    text = """
        The figures for the first quarter:

        Item            Budget     Spent
        Dredging        120,000    34,500
        Fencing          18,000       650
        """
    assert shown(text, Kind.TABLE) == [
        "Item | Budget | Spent",
        "Dredging | 120,000 | 34,500",
        "Fencing | 18,000 | 650",
    ]


def test_quoted_mail_is_a_quote_without_its_marks() -> None:
    text = """
        Bo Chen wrote:
        > The two western districts are still missing. Without them I would not
        > give a number to the press at all.
        >
        > Can we wait?

        No. We have them now.
        """
    first, second = shown(text, Kind.QUOTE)
    assert first.endswith("I would not give a number to the press at all.")
    assert second == "Can we wait?"


def test_a_quotation_with_its_speaker_is_a_quote() -> None:
    text = (
        f"{LONG}\n\n“Nothing is as dear as mud.” — Ann Lee\n\n“Mud,” she said — and left the room in tears."
    )
    assert shown(text, Kind.QUOTE) == ["“Nothing is as dear as mud.” — Ann Lee"]


def test_speakers_begin_paragraphs_in_wrapped_text() -> None:
    text = """
        THE CHAIR: Good afternoon. I have two announcements to make and then I
        will take your questions, of which I am told there are rather many now.
        QUESTION: Does the committee intend to raise the price of mud, and if it
        does, by how much?
        THE CHAIR: Yes. By a third, and not before the end of the coming winter
        season.
        """
    assert [text[:9] for text in shown(text, Kind.PARAGRAPH)] == ["THE CHAIR", "QUESTION:", "THE CHAIR"]


def test_dates_head_the_parts_of_a_chronology() -> None:
    text = """
        A Chronology of the Harbour

        1891
        The first quay is built of timber.

        March 1964
        The harbour handles 212 ships.

        September 1998
        The east basin is closed.

        2011
        A study asks what is to become of it.
        """
    assert shown(text, Kind.HEADING)[1:] == ["1891", "March 1964", "September 1998", "2011"]


def test_a_menu_is_furniture_and_the_title_in_it_is_not() -> None:
    text = f"""
        Home
        News
        Opinion
        Sign in
        Subscribe
        Council Votes to Open the Harbour After Thirty Years
        By Ann Lee
        14 June 2021
        Share
        {LONG}
        He said so twice.
        {LONG}
        Sign up for our newsletter
        Most read
        Ferry prices to rise again
        Ten things to do this weekend
        Privacy policy
        """
    assert shown(text, Kind.HEADING) == ["Council Votes to Open the Harbour After Thirty Years"]
    assert shown(text, Kind.PARAGRAPH) == [LONG.strip(), "He said so twice.", LONG.strip()]


def test_a_lone_word_that_comes_again_and_again_is_filler() -> None:
    text = "\n\ndivider\n\n".join([LONG] * 4)
    assert reasons(text) == ["filler"] * 3


def test_what_is_said_again_and_again_is_not() -> None:
    text = "\n\nMotion carried.\n\n".join([LONG] * 4)
    assert reasons(text) == []


def test_a_header_that_cuts_a_sentence_twice_is_furniture_and_the_paragraphs_are_whole() -> None:
    part = (
        "The committee met in the old customs house and\n\nPapers of the Harbour Desk\n\nspoke about mud.\n\n"
    )
    text = part + LONG + "\n\n" + part
    assert reasons(text) == ["page header", "page header"]
    assert shown(text, Kind.PARAGRAPH)[0] == "The committee met in the old customs house and spoke about mud."


def test_bare_numbers_that_count_upwards_are_page_numbers() -> None:
    page = "\n".join(["The committee met and nothing else of note was done on that day."] * 10)
    assert reasons("\n".join(f"{page}\n{number}" for number in (14, 15, 16))) == ["page number"] * 3
    assert reasons("Votes for:\n9\nVotes against:\n2") == []


def test_a_title_that_comes_twice_is_shown_once() -> None:
    text = f"The Harbour Reopens\n\nspacer\n\nThe Harbour Reopens\n\n{LONG}"
    assert shown(text, Kind.HEADING) == ["The Harbour Reopens"]
    assert reasons(text) == ["filler", "repeated title"]


def test_a_cue_within_a_wrapped_paragraph_stays_in_it() -> None:
    text = """
        The board was asked by the members on the second day of the meeting to
        sign up to the declaration of the four ports, and the chair said that
        by Ann Lee's account of it nobody in the hall had read the paper that
        was to be signed. The vote was put off until the spring of next year.
        """
    assert reasons(text) == []
    assert len(shown(text, Kind.PARAGRAPH)) == 1


def test_the_lines_after_a_letter_keep_to_themselves() -> None:
    text = f"{LONG}\n\nBest regards,\nAnn\n\nDr. Ann Lee\nHead of the mud office"
    assert shown(text, Kind.PARAGRAPH)[-2:] == ["Dr. Ann Lee", "Head of the mud office"]


def test_a_sources_name_as_the_last_line_is_furniture() -> None:
    assert reasons(f"{LONG}\nFrom Northern Radio\nMost read\n") == ["publication note", "navigation"]
    assert reasons(f"{LONG}\nFrom Northern Radio\n{LONG}") == []


def test_what_stands_right_under_a_byline_belongs_to_it() -> None:
    text = f"The Harbour Reopens\n\nBy Ann Lee\nShipping Correspondent\nThe Harbour Post\n\n{LONG}"
    assert reasons(text) == ["byline"] * 3
    assert shown(f"The Harbour Reopens\nBy Ann Lee\nSummary\n{LONG}", Kind.HEADING)[-1] == "Summary"


def test_a_second_title_line_of_common_words_is_no_list_of_names() -> None:
    text = f"Fighting Mud and Promoting Gravel\n\nSaving Harbours and Digging Deep\n\n{LONG}"
    assert reasons(text + "\n\nNobody was saving harbours or digging deep for gravel.") == []
    names = f"Fighting Mud and Promoting Gravel\n\nAnn Lee and Bo Chen\n\n{LONG}"
    assert reasons(names) == ["byline"]


def test_notes_on_the_authors_are_paragraphs_of_their_own() -> None:
    wrapped = """
        The committee met in the old customs house and spoke for three hours
        about the price of mud, and when it had ended the members went home on
        foot, because the ferry had left and the tram was full of wet gravel a
        mason had bought from the committee. Nobody was paid for all that mud.
        Ann Lee is the director of the mud office.
        Bo Chen is a professor of gravel.
        """
    assert shown(wrapped, Kind.PARAGRAPH)[1:] == [
        "Ann Lee is the director of the mud office.",
        "Bo Chen is a professor of gravel.",
    ]
