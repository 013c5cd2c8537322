"""Reading PDF: characters with their boxes to lines, columns, paragraphs and passages.

`glyphs` takes runs of text from a page, `columns` orders them as lines, `running` and `notes` tell
page headers and footnotes apart, `paragraphs` puts lines together, `headings` says what each is, and
`reader` makes the document.
"""
