/* carrel-image-cage.c: what the decoding process may still do: compute, and answer.
 *
 * Three walls, none of which needs a privilege, a namespace or a setting of the system, so that they stand in a
 * Flatpak too: limits (memory, computing time, open files, size of what is written), no new privileges, and a
 * list of the system's calls that are allowed. What isn't on the list fails as not permitted: decoders that ask
 * how many processors there are live with that, and one that was taken over finds no way out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decode/carrel-image-helper.h"

#include "base/carrel-image.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

#define MEMORY     (1024u * 1024 * 1024)
#define OPEN_FILES 16
#define WRITTEN    (4u * CARREL_IMAGE_MAX_PIXELS + 4u * CARREL_IMAGE_MAX_SIDE)

/* A sanitizer reserves more addresses than any limit here, and looks at itself in ways of its own. */
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

/* Memory, threads of its own, time, and the two descriptors' worth of talk. Reading and writing go only to what
 * is open: the socket and what came through it. */
static const char *const allowed[] = {
  "brk", "mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise", "futex", "futex_time64", "set_robust_list", "rseq", "sched_yield", "sched_getaffinity",
  "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "exit", "exit_group", "gettid", "getpid", "tgkill", "getrandom",
  "clock_gettime", "clock_gettime64", "clock_nanosleep", "clock_nanosleep_time64", "clock_getres", "gettimeofday", "nanosleep", "getrusage", "getrlimit", "ugetrlimit",
  "sysinfo", "read", "readv", "pread64", "write", "writev", "close", "fstat", "fstat64", "lseek", "_llseek", "fcntl", "fcntl64", "ftruncate", "ftruncate64", "memfd_create",
  "recvmsg", "sendmsg", "poll", "ppoll", "ppoll_time64", "membarrier",
};

static gboolean
filter_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean good = filter != NULL;

  for (guint i = 0; good && i < G_N_ELEMENTS (allowed); i++) {
    int call = seccomp_syscall_resolve_name (allowed[i]);

    /* Each architecture has some of them. */
    if (call != __NR_SCMP_ERROR)
      good = seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 0) >= 0 || call < 0;
  }
  /* Threads, not processes; its own limits, not another's. */
  good = good && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1, SCMP_A0 (SCMP_CMP_MASKED_EQ, 0x10000 /* CLONE_THREAD */, 0x10000)) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A0 (SCMP_CMP_EQ, 0)) >= 0;
  good = good && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prctl), 1, SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME)) >= 0;
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

#endif

gboolean
carrel_image_cage_close (void)
{
  gboolean good = limit (RLIMIT_CORE, 0) && limit (RLIMIT_FSIZE, WRITTEN) && limit (RLIMIT_NOFILE, OPEN_FILES) && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;

  if (!CAGED)
    return good;
  return good && limit (RLIMIT_AS, MEMORY) && filter_calls ();
}
