"""Word files and OpenDocument texts: what their mark-up says beyond the text."""

from __future__ import annotations

from app.reading.document import Document, Kind
from app.reading.docx import CONTENTS
from app.reading.read import read_data
from tests.reading.archives import W, docx_of, odt_of
from tests.reading.counting import count_words


def _docx(body: str, **parts: str) -> Document:
    return read_data(docx_of(body, **parts), "a.docx", count_words)


def _odt(body: str) -> Document:
    return read_data(odt_of(body), "a.odt", count_words)


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


def test_tracked_changes_count_as_accepted() -> None:
    document = _docx(
        "<w:p><w:r><w:t>The ferry </w:t></w:r><w:del><w:r><w:delText>ends</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>stays</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> here.</w:t></w:r></w:moveTo></w:p>"
    )
    assert _texts(document) == ["The ferry stays here."]


def test_a_paragraph_mark_whose_deletion_is_tracked_divides_nothing() -> None:
    document = _docx(_p("The ferry ", "<w:rPr><w:del/></w:rPr>") + _p("stays for two more years."))
    assert _texts(document) == ["The ferry stays for two more years."]


def test_pages_are_those_that_the_file_records() -> None:
    broken = (
        "<w:p><w:r><w:t>It begins on the second</w:t><w:lastRenderedPageBreak/><w:t> and ends on the third."
        "</w:t></w:r></w:p>"
    )
    body = _p("First page.") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page.</w:t></w:r></w:p>"
    document = _docx(body + broken + _p("Third page."))
    assert [passage.page for passage in document.passages] == [1, 2, 2, 3]
    assert document.passages[1].locator == "p. 2, par. 2"
    assert _docx(_p("No page.")).passages[0].page is None


def test_levels_come_from_outlines_and_from_styles_that_rest_on_others() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="h"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="mine"><w:name w:val="Mine"/><w:basedOn w:val="h"/></w:style>'
        '<w:style w:styleId="loop"><w:name w:val="Loop"/><w:basedOn w:val="loop"/></w:style></w:styles>'
    )
    body = (
        _p("The Report", '<w:outlineLvl w:val="0"/>')
        + _p("A part of it", '<w:pStyle w:val="mine"/>')
        + _p("Its text is here.", '<w:pStyle w:val="loop"/><w:outlineLvl w:val="9"/>')
    )
    document = _docx(body, styles=styles)
    assert [(section.title, section.level) for section in document.sections] == [
        ("The Report", 1),
        ("A part of it", 2),
    ]
    assert document.passages[2].kind == Kind.PARAGRAPH


def test_bold_lines_are_found_as_headings_where_no_style_marks_any() -> None:
    text = "The ferry will run for two more years, and the county will pay for it as it has done before."
    document = _docx(_p("The Ferry Stays") + _p(text) + _p("What Comes Next") + _p(text + " So it said."))
    assert [passage.text for passage in document.passages if passage.kind == Kind.HEADING] == [
        "The Ferry Stays",
        "What Comes Next",
    ]


def test_the_table_of_contents_is_furniture() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="t"><w:name w:val="toc 1"/></w:style></w:styles>'
    document = _docx(_p("The Ferry 3", '<w:pStyle w:val="t"/>') + _p("Its text."), styles=styles)
    assert [passage.reason for passage in document.passages] == [CONTENTS, ""]


def test_a_text_box_is_read_once_and_a_frame_is_no_table() -> None:
    box = f"<w:txbxContent>{_p('In the box.')}</w:txbxContent>"
    anchor = (
        "<w:p><w:r><w:t>Around it.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
        f"{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    frame = f"<w:tbl><w:tr><w:tc>{_p('One.')}{_p('Two.')}</w:tc></w:tr></w:tbl>"
    document = _docx(anchor + frame)
    assert _texts(document) == ["Around it.", "In the box.", "One.", "Two."]
    assert {passage.kind for passage in document.passages} == {Kind.PARAGRAPH}


def test_a_deleted_row_is_left_out_and_controls_are_read() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = row.format("", _p("Pupils"), _p("31")) + row.format(
        "<w:trPr><w:del/></w:trPr>", _p("Gone"), _p("0")
    )
    document = _docx(f"<w:sdt><w:sdtContent><w:tbl>{table}</w:tbl></w:sdtContent></w:sdt>")
    assert [(passage.kind, passage.text) for passage in document.passages] == [(Kind.TABLE, "Pupils | 31")]


def test_an_open_document_keeps_what_is_shown() -> None:
    document = _odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>The Ferry 3</text:p></text:index-body>"
        "</text:table-of-content><text:p>One<text:s text:c='3'/>two<text:line-break/>three."
        "<office:annotation><text:p>A remark.</text:p></office:annotation></text:p>"
        "<text:p>Around.<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
        "</text:p>"
    )
    assert [(passage.text, passage.reason) for passage in document.passages] == [
        ("The Ferry 3", CONTENTS),
        ("One two three.", ""),
        ("Around.", ""),
        ("In the box.", ""),
    ]


def test_an_open_document_records_its_pages() -> None:
    document = _odt(
        "<text:p>First.</text:p><text:soft-page-break/><text:p>Second, and"
        "<text:soft-page-break/> third.</text:p><text:p>Third.</text:p>"
    )
    assert [passage.page for passage in document.passages] == [1, 2, 3]


def test_repeated_cells_are_not_multiplied() -> None:
    document = _odt(
        "<table:table><table:table-row table:number-rows-repeated='1000000'><table:table-cell>"
        "<text:p>A</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='1000000'><text:p>B</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert _texts(document) == ["A | B"]


def test_furniture_is_known_by_its_words_and_by_its_company() -> None:
    menu = "".join(map(_p, ("Home", "Sign in", "Subscribe", "Search", "Log in")))
    text = "The ferry will run for two more years, and the county will pay for it as it has done before."
    document = _docx(menu + _p("By Mira Solheim") + _p(text))
    assert [passage.kind for passage in document.passages] == [Kind.FURNITURE] * 6 + [Kind.PARAGRAPH]
    assert document.author == "Mira Solheim"
