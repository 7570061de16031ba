noinst_LIBRARIES += text/libtext.a
text_libtext_a_SOURCES = \
	text/acronym.c text/acronym.h \
	text/acronym_match.c text/acronym_match.h \
	text/analyzer.c text/analyzer.h \
	text/archive_file.c text/archive_file.h \
	text/charset.c text/charset.h \
	text/charset_guess.c text/charset_guess.h \
	text/codepage.c text/codepage.h \
	text/csv.c text/csv.h \
	text/csv_column.c text/csv_column.h \
	text/columns.c text/columns.h \
	text/date.c text/date.h \
	text/doc.h \
	text/docx.c text/docx.h \
	text/docx_body.c text/docx_body.h \
	text/docx_style.c text/docx_style.h \
	text/eml.c text/eml.h \
	text/eml_text.c text/eml_text.h \
	text/english.c text/english.def text/english.h text/ordinary.def \
	text/entity.c text/entity.def text/entity.h \
	text/epub.c text/epub.h \
	text/epub_package.c text/epub_package.h \
	text/extract.c text/extract.h \
	text/field.c text/field.h \
	text/flow.c text/flow.h \
	text/fold.c text/fold.h \
	text/front_matter.c text/front_matter.h \
	text/html.c text/html.h \
	text/html_element.c text/html_element.h \
	text/html_furniture.c text/html_furniture.h \
	text/html_meta.c text/html_meta.h text/html_note.c text/html_note.h \
	text/html_token.c text/html_token.h \
	text/json_members.c text/json_members.h \
	text/langs.c text/langs.h \
	text/marks.h \
	text/markdown.c text/markdown.h \
	text/markdown_inline.c text/markdown_inline.h \
	text/namekey.c text/namekey.h \
	text/mbox.c \
	text/mime.c text/mime.h \
	text/mime_word.c text/mime_word.h \
	text/odt.c text/odt.h \
	text/odt_style.c text/odt_style.h \
	text/office_meta.c text/office_meta.h \
	text/parts.h \
	text/ordinary.c text/ordinary.h \
	text/plain.c text/plain.h \
	text/prose.c text/prose.h \
	text/raised.c text/raised.h \
	text/reader.c text/reader.h \
	text/record.c text/record.h \
	text/rtf.c text/rtf.def text/rtf.h \
	text/rtf_token.c text/rtf_token.h \
	text/tokenize.c text/tokenize.h \
	text/turkic.c text/turkic.h \
	text/wordcache.c text/wordcache.h \
	text/xml.c text/xml.h
