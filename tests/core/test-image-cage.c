/* test-image-cage.c: from inside the cages nothing leads out, and what decoding needs is there.
 *
 * Each attempt is made by a process of its own that has shut itself in; what it starts is in the
 * cage too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "decode/carrel-image-helper.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

static char *room, *secret, *outside;

/* Zero: it could be done; else why not. */
typedef int (*Attempt) (void);

static int
get_error (gint64 result)
{
  return result < 0 ? errno : 0;
}

G_GNUC_UNUSED static int
try_read_secret (void)
{
  return get_error (open (secret, O_RDONLY));
}

G_GNUC_UNUSED static int
try_read_passwd (void)
{
  return get_error (open ("/etc/passwd", O_RDONLY));
}

G_GNUC_UNUSED static int
try_list_home (void)
{
  g_autofree char *folder = g_path_get_dirname (secret);

  return get_error (open (folder, O_RDONLY | O_DIRECTORY));
}

G_GNUC_UNUSED static int
try_write_outside (void)
{
  return get_error (open (outside, O_WRONLY | O_CREAT, 0600));
}

G_GNUC_UNUSED static int
try_write_room (void)
{
  g_autofree char *path = g_build_filename (room, "picture", NULL);
  int              fd = open (path, O_RDWR | O_CREAT | O_EXCL, 0600);

  if (fd < 0 || write (fd, "x", 1) != 1 || ftruncate (fd, 0) != 0)
    return errno;
  return get_error (unlink (path));
}

G_GNUC_UNUSED static int
try_read_system (void)
{
  return get_error (open ("/usr/bin/env", O_RDONLY));
}

G_GNUC_UNUSED static int
try_socket (void)
{
  return get_error (socket (AF_INET, SOCK_STREAM, 0));
}

G_GNUC_UNUSED static int
try_unix_socket (void)
{
  return get_error (socket (AF_UNIX, SOCK_STREAM, 0));
}

G_GNUC_UNUSED static int
try_pair (void)
{
  int pair[2];

  return get_error (socketpair (AF_UNIX, SOCK_STREAM, 0, pair));
}

G_GNUC_UNUSED static int
try_namespace (void)
{
  return get_error (unshare (CLONE_NEWUSER));
}

G_GNUC_UNUSED static int
try_signal (void)
{
  return get_error (kill (getppid (), SIGCONT));
}

G_GNUC_UNUSED static int
try_trace (void)
{
  return get_error (ptrace (PTRACE_SEIZE, getppid (), NULL, NULL));
}

G_GNUC_UNUSED static int
try_memory (void)
{
  return mmap (NULL, (gsize) 3 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                 MAP_FAILED
             ? errno
             : 0;
}

/* A program that is started tries to read what its starter can't. */
G_GNUC_UNUSED static int
run_shell (const char *line)
{
  pid_t pid = fork ();
  int   status;

  if (pid < 0)
    return errno;
  if (pid == 0) {
    execl ("/usr/bin/sh", "sh", "-c", line, NULL);
    _exit (126);
  }
  if (waitpid (pid, &status, 0) != pid || !WIFEXITED (status))
    return ECHILD;
  return WEXITSTATUS (status);
}

G_GNUC_UNUSED static int
try_start (void)
{
  return run_shell ("exit 0");
}

G_GNUC_UNUSED static int
try_start_and_read (void)
{
  g_autofree char *line = g_strdup_printf ("read -r line <'%s'", secret);

  return run_shell (line) == 0 ? 0 : EACCES;
}

/* What ATTEMPT came to inside; the cage could be closed in any case. */
static int
attempt (gboolean programs, Attempt try)
{
  int   status;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0) {
    if (!(programs ? carrel_image_cage_close_round_programs (room) : carrel_image_cage_close ()))
      _exit (255);
    _exit (try ());
  }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), !=, 255);
  return WEXITSTATUS (status);
}

#ifdef SANITIZED

/* A sanitizer can't be shut in: the cage says so to who asks, and leaves the system's calls open.
 */
static void
test_open (void)
{
  g_assert_false (carrel_image_cage_can_hold_programs ());
  g_assert_cmpint (attempt (FALSE, try_read_secret), ==, 0);
}

#else

static void
test_programs (void)
{
  g_assert_cmpint (attempt (TRUE, try_read_secret), ==, EACCES);
  g_assert_cmpint (attempt (TRUE, try_read_passwd), ==, EACCES);
  g_assert_cmpint (attempt (TRUE, try_list_home), ==, EACCES);
  g_assert_cmpint (attempt (TRUE, try_write_outside), ==, EACCES);
  g_assert_cmpint (attempt (TRUE, try_start_and_read), ==, EACCES);
  g_assert_cmpint (attempt (TRUE, try_socket), ==, EPERM);
  g_assert_cmpint (attempt (TRUE, try_unix_socket), ==, EPERM);
  g_assert_cmpint (attempt (TRUE, try_namespace), ==, EPERM);
  g_assert_cmpint (attempt (TRUE, try_trace), ==, EPERM);
  g_assert_cmpint (attempt (TRUE, try_memory), ==, ENOMEM);
  /* What glycin does. */
  g_assert_cmpint (attempt (TRUE, try_read_system), ==, 0);
  g_assert_cmpint (attempt (TRUE, try_write_room), ==, 0);
  g_assert_cmpint (attempt (TRUE, try_pair), ==, 0);
  g_assert_cmpint (attempt (TRUE, try_start), ==, 0);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
}

static void
test_tight (void)
{
  g_assert_cmpint (attempt (FALSE, try_read_secret), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_read_system), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_write_outside), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_write_room), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_socket), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_pair), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_namespace), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_signal), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_trace), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_start), ==, EPERM);
  g_assert_cmpint (attempt (FALSE, try_memory), ==, ENOMEM);
}

#endif

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("carrel-cage-XXXXXX", NULL);
  int              status;

  g_test_init (&argc, &argv, NULL);
  room = g_build_filename (folder, "room", NULL);
  secret = g_build_filename (folder, "secret", NULL);
  outside = g_build_filename (folder, "outside", NULL);
  g_assert_cmpint (g_mkdir (room, 0700), ==, 0);
  g_assert_true (g_file_set_contents (secret, "secret\n", -1, NULL));
#ifdef SANITIZED
  g_test_add_func ("/image-cage/open", test_open);
#else
  g_test_add_func ("/image-cage/tight", test_tight);
  if (carrel_image_cage_can_hold_programs ()) /* not each kernel has Landlock */
    g_test_add_func ("/image-cage/programs", test_programs);
#endif
  status = g_test_run ();
  g_unlink (secret);
  g_rmdir (room);
  g_rmdir (folder);
  g_free (room);
  g_free (secret);
  g_free (outside);
  return status;
}
