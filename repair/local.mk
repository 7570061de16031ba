noinst_LIBRARIES += repair/librepair.a
repair_librepair_a_SOURCES = \
	repair/chrome.c \
	repair/compose.c \
	repair/fields.c \
	repair/forms.c repair/forms.h repair/forms_field.c \
	repair/frames.c \
	repair/glued.c \
	repair/head.c repair/head.h \
	repair/hyphens.c \
	repair/joins.c \
	repair/lanes.h \
	repair/language.c repair/language.h \
	repair/look.c repair/look.h \
	repair/markers.c \
	repair/markup.c \
	repair/notes.c \
	repair/page.c repair/page.h \
	repair/pages.c \
	repair/repair.c repair/repair.h repair/rules.def \
	repair/repeated.c repair/repeated.h \
	repair/rules.c \
	repair/show.c \
	repair/site_words.c repair/site_words.h repair/site_words.def \
	repair/teasers.c \
	repair/works.c \
	repair/wraps.c
