noinst_LIBRARIES += repair/librepair.a
repair_librepair_a_SOURCES = \
	repair/compose.c \
	repair/page.c repair/page.h \
	repair/repair.c repair/repair.h repair/rules.def \
	repair/rules.c \
	repair/show.c \
	repair/wraps.c
