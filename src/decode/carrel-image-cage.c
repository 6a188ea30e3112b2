/* carrel-image-cage.c: what the decoding process may still do: compute, and answer.
 *
 * Three walls, none of which needs a privilege, a namespace or a setting of the system, so that
 * they stand in a Flatpak too: limits (memory, computing time, open files, size of what is
 * written), no new privileges, and a list of the system's calls that are allowed. What isn't on the
 * list fails as not permitted: decoders that ask how many processors there are live with that, and
 * one that was taken over finds no way out.
 *
 * Where the decoders are programs that GdkPixbuf starts (glycin), the process can't be shut in as
 * tightly. The wider cage holds the programs as well: it sees the system's own files and may change
 * none, writes in one room, and has no socket but those that it was born with; the calls that reach
 * other processes, the kernel or another view of the system are refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decode/carrel-image-helper.h"

#include "base/carrel-image.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

#define MEMORY (1024u * 1024 * 1024)
#define OPEN_FILES 16
#define PROGRAMS_MEMORY (2048u * 1024 * 1024) /* each */
#define PROGRAMS_OPEN_FILES 256
#define WRITTEN (4u * CARREL_IMAGE_MAX_PIXELS + 4u * CARREL_IMAGE_MAX_SIDE)

/* A sanitizer reserves more addresses than any limit here, and looks at itself in ways of its own.
 */
#if defined(__SANITIZE_ADDRESS__)
#define CAGED FALSE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CAGED FALSE
#endif
#endif
#ifndef CAGED
#define CAGED TRUE
#endif

static gboolean
limit (int resource, rlim_t value)
{
  struct rlimit limits = { value, value };

  return setrlimit ((__rlimit_resource_t) resource, &limits) == 0;
}

void
carrel_image_cage_allow_seconds (guint seconds)
{
  struct rusage used;
  struct rlimit limits;

  if (getrusage (RUSAGE_SELF, &used) != 0 || getrlimit (RLIMIT_CPU, &limits) != 0)
    return;
  limits.rlim_cur = (rlim_t) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 + seconds;
  setrlimit (RLIMIT_CPU, &limits);
}

#ifdef HAVE_SECCOMP

/* Memory, threads of its own, time, and the two descriptors' worth of talk. Reading and writing go
 * only to what is open: the socket and what came through it. */
static const char *const allowed[] = {
  "brk",
  "mmap",
  "mmap2",
  "munmap",
  "mremap",
  "mprotect",
  "madvise",
  "futex",
  "futex_time64",
  "set_robust_list",
  "rseq",
  "sched_yield",
  "sched_getaffinity",
  "rt_sigaction",
  "rt_sigprocmask",
  "rt_sigreturn",
  "sigaltstack",
  "restart_syscall",
  "exit",
  "exit_group",
  "gettid",
  "getpid",
  "tgkill",
  "getrandom",
  "clock_gettime",
  "clock_gettime64",
  "clock_nanosleep",
  "clock_nanosleep_time64",
  "clock_getres",
  "gettimeofday",
  "nanosleep",
  "getrusage",
  "getrlimit",
  "ugetrlimit",
  "sysinfo",
  "read",
  "readv",
  "pread64",
  "write",
  "writev",
  "close",
  "fstat",
  "fstat64",
  "lseek",
  "_llseek",
  "fcntl",
  "fcntl64",
  "ftruncate",
  "ftruncate64",
  "memfd_create",
  "recvmsg",
  "sendmsg",
  "poll",
  "ppoll",
  "ppoll_time64",
  "membarrier",
};

static gboolean
filter_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean        good = filter != NULL;

  for (guint i = 0; good && i < G_N_ELEMENTS (allowed); i++) {
    int call = seccomp_syscall_resolve_name (allowed[i]);

    /* Each architecture has some of them. */
    if (call != __NR_SCMP_ERROR)
      good = seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 0) >= 0 || call < 0;
  }
  /* Threads, not processes; its own limits, not another's. */
  good = good &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                           SCMP_A0 (SCMP_CMP_MASKED_EQ, 0x10000 /* CLONE_THREAD */, 0x10000)) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1,
                                   SCMP_A0 (SCMP_CMP_EQ, 0)) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prctl), 1,
                                   SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME)) >= 0;
  good = good && seccomp_load (filter) == 0;
  if (filter)
    seccomp_release (filter);
  return good;
}

/* Calls that no decoder needs, and that lead out: to other processes, sockets, the kernel's own
 * parts. */
static const char *const refused[] = {
  "socket",
  "connect",
  "bind",
  "listen",
  "accept",
  "accept4",
  "ptrace",
  "process_vm_readv",
  "process_vm_writev",
  "process_madvise",
  "pidfd_getfd",
  "kcmp",
  "unshare",
  "setns",
  "mount",
  "umount",
  "umount2",
  "pivot_root",
  "chroot",
  "open_tree",
  "move_mount",
  "fsopen",
  "fsconfig",
  "fsmount",
  "fspick",
  "mount_setattr",
  "add_key",
  "keyctl",
  "request_key",
  "bpf",
  "perf_event_open",
  "userfaultfd",
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
  "kexec_load",
  "kexec_file_load",
  "init_module",
  "finit_module",
  "delete_module",
  "reboot",
  "swapon",
  "swapoff",
  "syslog",
  "acct",
  "quotactl",
  "uselib",
  "personality",
  "name_to_handle_at",
  "open_by_handle_at",
  "fanotify_init",
  "shmget",
  "shmat",
  "msgget",
  "semget",
  "mq_open",
  "move_pages",
  "mbind",
  "set_mempolicy",
  "migrate_pages",
  "lookup_dcookie",
};

static gboolean
refuse_calls (void)
{
  static const guint64 namespaces[] = { 0x10000000, 0x20000000, 0x40000000, 0x00020000,
                                        0x02000000, 0x04000000, 0x08000000 }; /* CLONE_NEW… */
  scmp_filter_ctx      filter = seccomp_init (SCMP_ACT_ALLOW);
  gboolean             good = filter != NULL;

  for (guint i = 0; good && i < G_N_ELEMENTS (refused); i++) {
    int call = seccomp_syscall_resolve_name (refused[i]);

    /* Each architecture has some of them. */
    if (call != __NR_SCMP_ERROR)
      good = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), call, 0) >= 0 || call < 0;
  }
  for (guint i = 0; good && i < G_N_ELEMENTS (namespaces); i++)
    good = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 1,
                             SCMP_A0 (SCMP_CMP_MASKED_EQ, namespaces[i], namespaces[i])) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) >=
                     0; /* its flags can't be read */
  good = good && seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (ioctl), 1,
                                   SCMP_A1 (SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI)) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (ioctl), 1,
                                   SCMP_A1 (SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCLINUX)) >= 0;
  good = good && seccomp_load (filter) == 0;
  if (filter)
    seccomp_release (filter);
  return good;
}

#else

static gboolean
filter_calls (void)
{
  return TRUE;
}

static gboolean
refuse_calls (void)
{
  return FALSE; /* without it the walls round files are none */
}

#endif

/* ── The wider cage ── */

static int
get_landlock_version (void)
{
  return (int) syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* What isn't there needs no permission. */
static gboolean
permit (int rules, const char *path, guint64 access)
{
  struct landlock_path_beneath_attr beneath = { .allowed_access = access,
                                                .parent_fd = open (path, O_PATH | O_CLOEXEC) };
  gboolean                          good;

  if (beneath.parent_fd < 0)
    return errno == ENOENT;
  good = syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
  close (beneath.parent_fd);
  return good;
}

/* All that the kernel can refuse is refused, but to read and run what belongs to the system and to
 * Carrel, and to write in the room. */
static gboolean
wall_off_files (const char *room)
{
  static const char *const folders[] = { "/usr", "/app" };
  const guint64            run =
      LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  const int version = get_landlock_version ();
  guint64   write = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                  LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                  LANDLOCK_ACCESS_FS_REMOVE_FILE;
  struct landlock_ruleset_attr all = { .handled_access_fs =
                                           (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
  gboolean                     good;
  int                          rules;

  if (version >= 2)
    all.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) {
    all.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
    write |= LANDLOCK_ACCESS_FS_TRUNCATE;
  }
  if (version >= 4)
    all.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
  if (version >= 5)
    all.handled_access_fs |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
  if (version >= 6)
    all.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
  rules = (int) syscall (SYS_landlock_create_ruleset, &all, sizeof all, 0);
  if (rules < 0)
    return FALSE;
  good =
      permit (rules, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE) &&
      permit (rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE) &&
      permit (rules, room, write);
  for (guint i = 0; good && i < G_N_ELEMENTS (folders); i++)
    good = permit (rules, folders[i], run);
  good = good && syscall (SYS_landlock_restrict_self, rules, 0) == 0;
  close (rules);
  return good;
}

gboolean
carrel_image_cage_can_hold_programs (void)
{
#ifdef HAVE_SECCOMP
  return CAGED && get_landlock_version () >= 1;
#else
  return FALSE;
#endif
}

gboolean
carrel_image_cage_close_round_programs (const char *room)
{
  return limit (RLIMIT_CORE, 0) && limit (RLIMIT_FSIZE, WRITTEN) &&
         limit (RLIMIT_NOFILE, PROGRAMS_OPEN_FILES) && limit (RLIMIT_AS, PROGRAMS_MEMORY) &&
         prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
         wall_off_files (room) && refuse_calls ();
}

/* ── The tight one ── */

gboolean
carrel_image_cage_close (void)
{
  gboolean good = limit (RLIMIT_CORE, 0) && limit (RLIMIT_FSIZE, WRITTEN) &&
                  limit (RLIMIT_NOFILE, OPEN_FILES) &&
                  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;

  if (!CAGED)
    return good;
  return good && limit (RLIMIT_AS, MEMORY) && filter_calls ();
}
