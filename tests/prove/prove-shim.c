/* prove-shim.c: between a program and its disk, for proofs; loaded before the C library.
 *
 * Looks only at files under PROVE_ROOT. It can
 *  - let one call fail: PROVE_FAULT=N,ERROR,MODE: the N-th call that changes or opens something;
 * ERROR is EIO, ENOSPC or SHORT (half of a write); MODE once, or on (all from then on). When it
 * did, PROVE_HIT is made.
 *  - let the disk be full: PROVE_QUOTA names a file that holds how many bytes may be written in
 * all.
 *  - let it be slow, or gone, to read from: PROVE_READS names a file that holds by how many
 * milliseconds each read waits; -N: it fails with that number. As long as there is none, all is
 * well.
 *  - write down what happens: PROVE_LOG gets a record for each change, sync and line on standard
 * output.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Both names of each function are ours. */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define SLICE 10 /* milliseconds */
#define EXPORT __attribute__ ((visibility ("default")))

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char     *root, *hit_path, *quota_path, *reads_path;
static int             log_file = -1;
static long            fault_at, calls;
static int             fault_error; /* 0: a short write */
static int             fault_on, has_fault;
static long long       written;

__attribute__ ((constructor)) static void
begin (void)
{
  const char *fault = getenv ("PROVE_FAULT"), *path = getenv ("PROVE_LOG");
  char        name[16], mode[16];

  root = getenv ("PROVE_ROOT");
  hit_path = getenv ("PROVE_HIT");
  quota_path = getenv ("PROVE_QUOTA");
  reads_path = getenv ("PROVE_READS");
  if (fault && sscanf (fault, "%ld,%15[A-Z],%15[a-z]", &fault_at, name, mode) == 3) {
    has_fault = 1;
    fault_error = strcmp (name, "EIO") == 0 ? EIO : strcmp (name, "ENOSPC") == 0 ? ENOSPC : 0;
    fault_on = strcmp (mode, "on") == 0;
  }
  if (path)
    log_file =
        (int) syscall (SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int
is_ours (const char *path)
{
  size_t len = root ? strlen (root) : 0;

  return len > 0 && strncmp (path, root, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

/* The path of an open file of ours; 0: it is none. */
static int
get_path (int fd, char *path)
{
  char    link[64];
  ssize_t len;

  if (!root || fd < 0 || fd == log_file)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  len = syscall (SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (len <= 0)
    return 0;
  path[len] = '\0';
  return is_ours (path);
}

static int
make_absolute (const char *path, char *full)
{
  char   folder[PATH_MAX];
  size_t len = 0, rest = strlen (path);

  if (path[0] != '/') {
    if (syscall (SYS_getcwd, folder, sizeof folder) <= 0)
      return 0;
    len = strlen (folder);
    if (len + 1 + rest + 1 > PATH_MAX)
      return 0;
    memcpy (full, folder, len);
    full[len++] = '/';
  } else if (rest + 1 > PATH_MAX) {
    return 0;
  }
  memcpy (full + len, path, rest + 1);
  return is_ours (full);
}

/* kind, three numbers, a path, a second path or bytes. */
static void
record (char kind, long long offset, const char *path, const void *data, size_t len)
{
  struct {
    char     kind;
    char     pad[3];
    uint32_t path_len;
    int64_t  offset;
    uint64_t len;
  } head = { kind, { 0 }, (uint32_t) strlen (path), offset, len };
  struct iovec parts[3] = { { &head, sizeof head },
                            { (void *) (uintptr_t) path, head.path_len },
                            { (void *) (uintptr_t) data, len } };

  if (log_file >= 0 && syscall (SYS_writev, log_file, parts, len > 0 ? 3 : 2) < 0)
    _exit (99);
}

static void
note_hit (void)
{
  int file = hit_path ? (int) syscall (SYS_openat, AT_FDCWD, hit_path,
                                       O_WRONLY | O_CREAT | O_CLOEXEC, 0600)
                      : -1;

  if (file >= 0)
    syscall (SYS_close, file);
}

/* -1: go on; else the error, 0 being a short write. With the mutex. */
static int
fail_now (void)
{
  if (!has_fault)
    return -1;
  calls++;
  if (calls != fault_at && !(fault_on && calls > fault_at))
    return -1;
  note_hit ();
  return fault_error;
}

/* What the file at `path` says; 0: there is none. */
static int
read_number (const char *path, long long *number)
{
  char text[32] = "";
  int  file = path ? (int) syscall (SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0) : -1;

  if (file < 0)
    return 0;
  if (syscall (SYS_read, file, text, sizeof text - 1) <= 0)
    text[0] = '0';
  syscall (SYS_close, file);
  *number = atoll (text);
  return 1;
}

static int
is_over_quota (size_t len)
{
  long long quota;

  if (!read_number (quota_path, &quota))
    return 0;
  if (written + (long long) len > quota) {
    note_hit ();
    return 1;
  }
  written += (long long) len;
  return 0;
}

#define ENTER(condition, simple)                                                                   \
  if (!(condition))                                                                                \
    return simple;                                                                                 \
  pthread_mutex_lock (&mutex);                                                                     \
  {                                                                                                \
    int trouble = fail_now ();                                                                     \
    if (trouble > 0) {                                                                             \
      pthread_mutex_unlock (&mutex);                                                               \
      errno = trouble;                                                                             \
      return -1;                                                                                   \
    }                                                                                              \
  }

#define LEAVE(result)                                                                              \
  {                                                                                                \
    int code = errno;                                                                              \
    pthread_mutex_unlock (&mutex);                                                                 \
    errno = code;                                                                                  \
    return result;                                                                                 \
  }

/* ── Writing ── */

static ssize_t
do_write (int fd, const void *data, size_t len, off_t offset, int at)
{
  char    path[PATH_MAX];
  int     trouble;
  ssize_t n;

  if (!get_path (fd, path))
    return at ? syscall (SYS_pwrite64, fd, data, len, offset) : syscall (SYS_write, fd, data, len);
  pthread_mutex_lock (&mutex);
  trouble = fail_now ();
  if (trouble < 0 && is_over_quota (len))
    trouble = ENOSPC;
  if (trouble > 0) {
    pthread_mutex_unlock (&mutex);
    errno = trouble;
    return -1;
  }
  if (trouble == 0 && len > 1)
    len /= 2;
  if (!at)
    offset = syscall (SYS_lseek, fd, 0, SEEK_CUR);
  n = at ? syscall (SYS_pwrite64, fd, data, len, offset) : syscall (SYS_write, fd, data, len);
  if (n > 0)
    record ('W', offset, path, data, (size_t) n);
  LEAVE (n);
}

EXPORT ssize_t
write (int fd, const void *data, size_t len)
{
  return do_write (fd, data, len, 0, 0);
}

EXPORT ssize_t
pwrite (int fd, const void *data, size_t len, off_t offset)
{
  return do_write (fd, data, len, offset, 1);
}

EXPORT ssize_t
pwrite64 (int fd, const void *data, size_t len, off64_t offset)
{
  return do_write (fd, data, len, offset, 1);
}

/* ── Reading ── */

static ssize_t
do_read (int fd, void *data, size_t len, off_t offset, int at)
{
  char      path[PATH_MAX];
  long long wait = 0, waited = 0;

  if (reads_path && get_path (fd, path)) /* what the file says may change meanwhile */
    while (read_number (reads_path, &wait) && waited < wait) {
      usleep (SLICE * 1000);
      waited += SLICE;
    }
  if (wait < 0) {
    errno = (int) -wait;
    return -1;
  }
  return at ? syscall (SYS_pread64, fd, data, len, offset) : syscall (SYS_read, fd, data, len);
}

EXPORT ssize_t
read (int fd, void *data, size_t len)
{
  return do_read (fd, data, len, 0, 0);
}

EXPORT ssize_t
pread (int fd, void *data, size_t len, off_t offset)
{
  return do_read (fd, data, len, offset, 1);
}

EXPORT ssize_t
pread64 (int fd, void *data, size_t len, off64_t offset)
{
  return do_read (fd, data, len, offset, 1);
}

/* What is said to a person: everything before is promised. */
EXPORT int
fputs (const char *text, FILE *file)
{
  static int (*real) (const char *, FILE *);

  if (file == stdout && log_file >= 0) {
    pthread_mutex_lock (&mutex);
    record ('S', 0, "", text, strlen (text));
    pthread_mutex_unlock (&mutex);
  }
  if (!real)
    real = (int (*) (const char *, FILE *)) dlsym (RTLD_NEXT, "fputs");
  return real (text, file);
}

/* ── Lengths and syncs ── */

static int
do_truncate (int fd, off_t len)
{
  char path[PATH_MAX];
  int  result;

  ENTER (get_path (fd, path), (int) syscall (SYS_ftruncate, fd, len))
  result = (int) syscall (SYS_ftruncate, fd, len);
  if (result == 0)
    record ('T', len, path, NULL, 0);
  LEAVE (result);
}

EXPORT int
ftruncate (int fd, off_t len)
{
  return do_truncate (fd, len);
}

EXPORT int
ftruncate64 (int fd, off64_t len)
{
  return do_truncate (fd, len);
}

static int
do_sync (int fd, long number)
{
  char path[PATH_MAX];
  int  result;

  ENTER (get_path (fd, path), (int) syscall (number, fd))
  result = (int) syscall (number, fd);
  if (result == 0)
    record ('F', 0, path, NULL, 0);
  LEAVE (result);
}

EXPORT int
fsync (int fd)
{
  return do_sync (fd, SYS_fsync);
}

EXPORT int
fdatasync (int fd)
{
  return do_sync (fd, SYS_fdatasync);
}

/* ── Names ── */

static int
do_open (int folder, const char *path, int flags, mode_t mode)
{
  char        full[PATH_MAX];
  int         ours = make_absolute (path, full), result, was;
  struct stat info;

  /* Only what may make or empty a file is a change; but any opening may fail. */
  ENTER (ours, (int) syscall (SYS_openat, folder, path, flags, mode))
  was = fstatat (AT_FDCWD, full, &info, 0) == 0;
  result = (int) syscall (SYS_openat, folder, path, flags, mode);
  if (result >= 0 && flags & O_CREAT && !was)
    record ('C', 0, full, NULL, 0);
  else if (result >= 0 && flags & O_TRUNC)
    record ('T', 0, full, NULL, 0);
  LEAVE (result);
}

#define OPEN(folder)                                                                               \
  va_list arguments;                                                                               \
  mode_t  mode = 0;                                                                                \
  if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) {                                            \
    va_start (arguments, flags);                                                                   \
    mode = va_arg (arguments, mode_t);                                                             \
    va_end (arguments);                                                                            \
  }                                                                                                \
  return do_open (folder, path, flags, mode);

EXPORT int
open (const char *path, int flags, ...){ OPEN (AT_FDCWD) }

EXPORT int open64 (const char *path, int flags, ...){ OPEN (AT_FDCWD) }

EXPORT int openat (int folder, const char *path, int flags, ...){ OPEN (folder) }

EXPORT int openat64 (int folder, const char *path, int flags, ...){ OPEN (folder) }

EXPORT int rename (const char *from, const char *to)
{
  char full[PATH_MAX], target[PATH_MAX];
  int  result;

  ENTER (make_absolute (from, full) && make_absolute (to, target),
         (int) syscall (SYS_renameat, AT_FDCWD, from, AT_FDCWD, to))
  result = (int) syscall (SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  if (result == 0)
    record ('R', 0, full, target, strlen (target));
  LEAVE (result);
}

EXPORT int
link (const char *from, const char *to)
{
  char full[PATH_MAX], target[PATH_MAX];
  int  result;

  ENTER (make_absolute (from, full) && make_absolute (to, target),
         (int) syscall (SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0))
  result = (int) syscall (SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (result == 0)
    record ('L', 0, full, target, strlen (target));
  LEAVE (result);
}

EXPORT int
unlink (const char *path)
{
  char full[PATH_MAX];
  int  result;

  ENTER (make_absolute (path, full), (int) syscall (SYS_unlinkat, AT_FDCWD, path, 0))
  result = (int) syscall (SYS_unlinkat, AT_FDCWD, path, 0);
  if (result == 0)
    record ('U', 0, full, NULL, 0);
  LEAVE (result);
}

EXPORT int
mkdir (const char *path, mode_t mode)
{
  char full[PATH_MAX];
  int  result;

  ENTER (make_absolute (path, full), (int) syscall (SYS_mkdirat, AT_FDCWD, path, mode))
  result = (int) syscall (SYS_mkdirat, AT_FDCWD, path, mode);
  if (result == 0)
    record ('D', 0, full, NULL, 0);
  LEAVE (result);
}
