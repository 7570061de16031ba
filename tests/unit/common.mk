if HAVE_CMOCKA
UNIT_COMMON = \
	tests/unit/test_addr \
	tests/unit/test_arena \
	tests/unit/test_xalloc \
	tests/unit/test_buf \
	tests/unit/test_command \
	tests/unit/test_conf \
	tests/unit/test_err \
	tests/unit/test_fs \
	tests/unit/test_hash \
	tests/unit/test_idset \
	tests/unit/test_packer \
	tests/unit/test_json \
	tests/unit/test_lock \
	tests/unit/test_log \
	tests/unit/test_schedule \
	tests/unit/test_str \
	tests/unit/test_unit \
	tests/unit/test_utf8 \
	tests/unit/test_wordset
check_PROGRAMS += $(UNIT_COMMON)
TESTS += $(UNIT_COMMON)
tests_unit_test_addr_SOURCES = tests/unit/test_addr.c
tests_unit_test_addr_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_arena_SOURCES = tests/unit/test_arena.c
tests_unit_test_arena_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_xalloc_SOURCES = tests/unit/test_xalloc.c
tests_unit_test_xalloc_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_buf_SOURCES = tests/unit/test_buf.c
tests_unit_test_buf_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_command_SOURCES = tests/unit/test_command.c
tests_unit_test_command_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_conf_SOURCES = tests/unit/test_conf.c
tests_unit_test_conf_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_err_SOURCES = tests/unit/test_err.c
tests_unit_test_err_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_fs_SOURCES = tests/unit/test_fs.c
tests_unit_test_fs_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_packer_SOURCES = tests/unit/test_packer.c
tests_unit_test_packer_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_hash_SOURCES = tests/unit/test_hash.c
tests_unit_test_hash_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_idset_SOURCES = tests/unit/test_idset.c
tests_unit_test_idset_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS) $(JANSSON_LIBS)
tests_unit_test_lock_SOURCES = tests/unit/test_lock.c
tests_unit_test_lock_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_log_SOURCES = tests/unit/test_log.c
tests_unit_test_log_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_schedule_SOURCES = tests/unit/test_schedule.c
tests_unit_test_schedule_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_str_SOURCES = tests/unit/test_str.c
tests_unit_test_str_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_unit_SOURCES = tests/unit/test_unit.c
tests_unit_test_unit_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_wordset_SOURCES = tests/unit/test_wordset.c
tests_unit_test_wordset_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
endif
