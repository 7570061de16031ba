/* seccomp by libseccomp, Landlock by its system calls; see sandbox.h. */
#include "config.h"

#include "extract/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers of Debian 12. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

/* ---- Limits ---- */

static int limit(int resource, uint64_t value, const char *what, struct err *err)
{
	const struct rlimit r = { value, value };
	return setrlimit((__rlimit_resource_t)resource, &r) < 0 ? err_errno(err, "limiting %s", what) : 0;
}

int sandbox_limit(const struct sandbox_limits *l, struct err *err)
{
	uint64_t memory = l->memory;
#ifdef KAREZ_SANITIZED
	memory = 0;		/* sanitizers map terabytes */
#endif
	if (memory && limit(RLIMIT_AS, memory, "memory", err) < 0)
		return -1;
	if (l->seconds && limit(RLIMIT_CPU, l->seconds, "processor time", err) < 0)
		return -1;
	if (limit(RLIMIT_FSIZE, l->file, "files", err) < 0)
		return -1;
	return limit(RLIMIT_CORE, 0, "core dumps", err);
}

/* ---- System calls ---- */

/* What reading of open files, memory and the end of the program need; no more. */
static const int reader_calls[] = {
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(recvmsg), SCMP_SYS(lseek),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(fcntl),
	SCMP_SYS(memfd_create), SCMP_SYS(ftruncate),
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
#ifdef KAREZ_SANITIZED
	SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(sched_getaffinity), SCMP_SYS(getrlimit), SCMP_SYS(prlimit64), SCMP_SYS(readlink),
#endif
};

/* What no reader of documents has a use for. */
static const int command_refused[] = {
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(bpf), SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(init_module), SCMP_SYS(finit_module),
	SCMP_SYS(kexec_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(mknodat),
	SCMP_SYS(open_by_handle_at), SCMP_SYS(personality), SCMP_SYS(quotactl), SCMP_SYS(acct),
};

static const int network_calls[] = {
	SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
	SCMP_SYS(sendto), SCMP_SYS(sendmmsg),
};

static int add_rules(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = seccomp_rule_add(filter, action, calls[i], 0);
	return rc;
}

/* Memory may be had, but no code brought along; what is open may be looked at, but no path (fstat()
 * is newfstatat() to the C library). */
static int add_narrow_rules(scmp_filter_ctx filter)
{
	int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
				      SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH, 0));
	return rc;
}

static int load(scmp_filter_ctx filter, int rc, struct err *err)
{
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	errno = -rc;
	return rc ? err_errno(err, "this system refuses a seccomp filter") : 0;
}

static int no_filter(struct err *err)
{
	return err_set(err, ERR_DENIED, "no memory for a seccomp filter");
}

int sandbox_reader(struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		return no_filter(err);
	int rc = add_rules(filter, SCMP_ACT_ALLOW, reader_calls, sizeof(reader_calls) / sizeof(*reader_calls));
	if (rc == 0)
		rc = add_narrow_rules(filter);
	return load(filter, rc, err);
}

static int filter_command(bool network, struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		return no_filter(err);
	int rc = add_rules(filter, SCMP_ACT_ERRNO(EPERM), command_refused, sizeof(command_refused) / sizeof(*command_refused));
	if (rc == 0 && !network)
		rc = add_rules(filter, SCMP_ACT_ERRNO(EACCES), network_calls, sizeof(network_calls) / sizeof(*network_calls));
	return load(filter, rc, err);
}

/* ---- Folders ---- */

#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_ALL_V1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

/* What belongs to the system: programs, libraries, fonts and tables; no home, no data of others. */
static const struct {
	const char *path;
	uint64_t access;
} system_paths[] = {
	{ "/usr", FS_READ | LANDLOCK_ACCESS_FS_EXECUTE }, { "/bin", FS_READ | LANDLOCK_ACCESS_FS_EXECUTE },
	{ "/lib", FS_READ | LANDLOCK_ACCESS_FS_EXECUTE }, { "/lib64", FS_READ | LANDLOCK_ACCESS_FS_EXECUTE },
	{ "/opt", FS_READ | LANDLOCK_ACCESS_FS_EXECUTE },
	{ "/etc/alternatives", FS_READ }, { "/etc/fonts", FS_READ }, { "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE },
	{ "/etc/localtime", LANDLOCK_ACCESS_FS_READ_FILE }, { "/etc/mime.types", LANDLOCK_ACCESS_FS_READ_FILE },
	{ "/etc/papersize", LANDLOCK_ACCESS_FS_READ_FILE },
	{ "/var/cache/fontconfig", FS_READ },
	{ "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE },
	{ "/dev/zero", LANDLOCK_ACCESS_FS_READ_FILE }, { "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE },
};

/* Rules for files are those of folders without what only folders have. */
static int allow_path(int ruleset, const char *path, uint64_t access, struct err *err)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT ? 0 : err_errno(err, "%s", path);
	long rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return rc < 0 ? err_errno(err, "a rule for %s", path) : 0;
}

static int restrict_files(const char *writable, struct err *err)
{
	struct landlock_ruleset_attr all = { .handled_access_fs = FS_ALL_V1 };
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (abi < 1) {
		err_errno(err, "this system has no Landlock");
		err->code = ERR_DENIED;
		return -1;
	}
	if (abi >= 3)
		all.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all.handled_access_fs), 0);
	if (ruleset < 0)
		return err_errno(err, "making rules for folders");
	int rc = writable ? allow_path(ruleset, writable, all.handled_access_fs & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE, err) : 0;
	for (size_t i = 0; rc == 0 && i < sizeof(system_paths) / sizeof(*system_paths); i++)
		rc = allow_path(ruleset, system_paths[i].path, system_paths[i].access, err);
	if (rc == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) < 0)
		rc = err_errno(err, "keeping to rules for folders");
	close(ruleset);
	return rc;
}

int sandbox_command(const struct sandbox_command *allowed, struct err *err)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_errno(err, "giving up new privileges");
	if (!allowed->anywhere && restrict_files(allowed->writable, err) < 0)
		return -1;
	return filter_command(allowed->network, err);
}
