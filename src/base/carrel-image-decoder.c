/* carrel-image-decoder.c: asks the decoding processes, and believes nothing that they say.
 *
 * Two threads of its own, each with a helper that it starts when there is work and ends when there
 * was none for a while. A thread owns its helper: no lock is held while it waits. What comes back
 * is measured before it is used: sizes within the limits, a memory file that is exactly as large
 * and sealed, so that a helper that was taken over can't change or shrink what is shown.
 *
 * In a Flatpak a helper starts in a sandbox of its own, which has nothing of the person's and no
 * network: its portal makes that. Where there is none (no session bus), the helper's own cage has
 * to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-image-decoder.h"

#include "base/carrel-error.h"
#include "base/carrel-image-wire.h"
#include "base/carrel-image.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_HELPERS 2
#define IDLE_SECONDS 30
#define START_TIMEOUT 20000 /* milliseconds */
#define PER_HELPER 2000     /* pictures; then a fresh one */

typedef struct {
  char   *path;  /* (owned) (nullable) */
  GBytes *bytes; /* (owned) (nullable) */
  guint   width, height;
} Job;

typedef struct {
  GPid    pid;    /* 0: none */
  int     socket; /* -1: none */
  guint   generation, n_done;
  guint32 last;
} Helper;

static GMutex mutex; /* guards all of these */
static GCond  cond;
static GQueue jobs; /* GTask, newest first */
static guint  n_threads, n_idle;
static char  *program;
static guint  generation;
static guint  timeout = 10000;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

void
carrel_pixels_free (CarrelPixels *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* ── The process ── */

static void
end_helper (Helper *helper)
{
  if (helper->socket >= 0)
    close (helper->socket);
  if (helper->pid > 0) {
    kill (helper->pid, SIGKILL);
    while (waitpid (helper->pid, NULL, 0) < 0 && errno == EINTR)
      ;
    g_spawn_close_pid (helper->pid);
  }
  helper->socket = -1;
  helper->pid = 0;
}

/* Only what a loader needs to be found and a sandbox to be made, and what a sanitizer is told. */
static GStrv
make_environment (void)
{
  static const char *const names[] = { "LD_LIBRARY_PATH",      "GDK_PIXBUF_MODULE_FILE",
                                       "GDK_PIXBUF_MODULEDIR", "PATH",
                                       "XDG_RUNTIME_DIR",      "DBUS_SESSION_BUS_ADDRESS",
                                       "ASAN_OPTIONS",         "UBSAN_OPTIONS",
                                       "LSAN_OPTIONS" };
  GStrv                    environment = g_new0 (char *, 1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_getenv (names[i]))
      environment = g_environ_setenv (environment, names[i], g_getenv (names[i]), TRUE);
  return environment;
}

/* Until there is something to read, or the time is over. */
static gboolean
wait_readable (int fd, gint64 deadline)
{
  for (;;) {
    struct pollfd poll_fd = { fd, POLLIN, 0 };
    gint64        left = (deadline - g_get_monotonic_time ()) / 1000;
    int           n = poll (&poll_fd, 1, (int) CLAMP (left, 0, G_MAXINT));

    if (n > 0)
      return (poll_fd.revents & POLLIN) != 0;
    if (n == 0 || errno != EINTR)
      return FALSE;
  }
}

/* One reply, and the descriptor that came with it (-1: none), which is the caller's. */
static gboolean
receive (int socket, CarrelImageReply *reply, int *fd, gint64 deadline)
{
  *fd = -1;
  if (!wait_readable (socket, deadline) ||
      !carrel_image_wire_receive (socket, reply, sizeof *reply, fd, MSG_DONTWAIT))
    return FALSE;
  if (reply->magic == CARREL_IMAGE_MAGIC)
    return TRUE;
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  return FALSE;
}

/* What starts it in a Flatpak: in a sandbox below the program's, that ends with it. (transfer full)
 * (nullable) */
static GStrv
make_sandbox (const char *path)
{
  static const char *const words[] = {
    "/usr/bin/flatpak-spawn", "--sandbox", "--no-network", "--watch-bus", "--clear-env",
    "--directory=/"
  };
  g_autoptr (GStrvBuilder) arguments = NULL;
  g_autofree char *program_path = NULL, *forward = NULL;

  if (access ("/.flatpak-info", F_OK) != 0 || access (words[0], X_OK) != 0)
    return NULL;
  program_path = g_file_read_link (path, NULL); /* /proc/self/exe would be flatpak's */
  arguments = g_strv_builder_new ();
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_strv_builder_add (arguments, words[i]);
  forward = g_strdup_printf ("--forward-fd=%d", CARREL_IMAGE_SOCKET);
  g_strv_builder_add_many (arguments, forward, program_path ? program_path : path,
                           CARREL_IMAGE_WORD, NULL);
  return g_strv_builder_end (arguments);
}

/* Its cage closed: it says so before it gets anything. */
static gboolean
start_as (Helper *helper, const char *const *arguments)
{
  const int targets[] = { CARREL_IMAGE_SOCKET };
  g_auto (GStrv) environment = make_environment ();
  CarrelImageReply hello;
  int              sockets[2], fd;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0)
    return FALSE;
  if (!g_spawn_async_with_pipes_and_fds (
          NULL, arguments, (const char *const *) environment,
          G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
          NULL, -1, -1, -1, &sockets[1], targets, 1, &helper->pid, NULL, NULL, NULL, NULL))
    helper->pid = 0;
  close (sockets[1]);
  helper->socket = sockets[0];
  helper->n_done = 0;
  if (helper->pid != 0 &&
      receive (helper->socket, &hello, &fd, g_get_monotonic_time () + START_TIMEOUT * 1000)) {
    if (fd >= 0)
      close (fd);
    if (hello.status == CARREL_IMAGE_READY)
      return TRUE;
  }
  end_helper (helper);
  return FALSE;
}

static gboolean
start_helper (Helper *helper, const char *path)
{
  static gint no_sandbox; /* atomic: there is none to be had */
  const char *arguments[] = { path, CARREL_IMAGE_WORD, NULL };
  g_auto (GStrv) sandbox = g_atomic_int_get (&no_sandbox) ? NULL : make_sandbox (path);

  if (sandbox && start_as (helper, (const char *const *) sandbox))
    return TRUE;
  g_atomic_int_set (&no_sandbox, 1);
  return start_as (helper, arguments);
}

/* ── A picture ── */

/* The file's descriptor, or -1. */
static int
open_file (const char *path, GError **error)
{
  int         fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;

  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("The picture “%s” is not there"),
                 path);
  else if (status.st_size > CARREL_IMAGE_MAX_BYTES)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                 _ ("The picture is larger than 25 MB"));
  else
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static int
open_bytes (GBytes *bytes, GError **error)
{
  gsize         len, done = 0;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  int           fd;

  if (len > CARREL_IMAGE_MAX_BYTES) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                 _ ("The picture is larger than 25 MB"));
    return -1;
  }
  fd = memfd_create ("picture", MFD_CLOEXEC);
  while (fd >= 0 && done < len) {
    ssize_t n = write (fd, data + done, len - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      close (fd);
      fd = -1;
    } else {
      done += (gsize) n;
    }
  }
  if (fd < 0)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("There is no memory for the picture"));
  return fd;
}

typedef struct {
  gpointer map;
  gsize    len;
} Mapping;

static void
unmap (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->map, mapping->len);
  g_free (mapping);
}

/* Nothing that the helper says is taken on trust. NULL: it lied. */
static CarrelPixels *
take_pixels (const CarrelImageReply *reply, const Job *job, int fd)
{
  const int     seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  guint64       size = (guint64) reply->stride * reply->height;
  CarrelPixels *pixels;
  struct stat   status;
  Mapping      *mapping;
  gpointer      map;

  if (reply->width == 0 || reply->height == 0 || reply->width > CARREL_IMAGE_MAX_SIDE ||
      reply->height > CARREL_IMAGE_MAX_SIDE ||
      (guint64) reply->width * reply->height > CARREL_IMAGE_MAX_PIXELS || reply->alpha > 1 ||
      reply->stride != (reply->width * (3 + reply->alpha) + 3) / 4 * 4)
    return NULL;
  if ((job->width > 0 && reply->width > job->width) ||
      (job->height > 0 && reply->height > job->height))
    return NULL;
  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode) ||
      (guint64) status.st_size != size || (fcntl (fd, F_GET_SEALS) & seals) != seals)
    return NULL;
  map = mmap (NULL, size, PROT_READ, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED)
    return NULL;
  mapping = g_new (Mapping, 1);
  mapping->map = map;
  mapping->len = size;
  pixels = g_new0 (CarrelPixels, 1);
  pixels->bytes = g_bytes_new_with_free_func (map, size, unmap, mapping);
  pixels->width = reply->width;
  pixels->height = reply->height;
  pixels->stride = reply->stride;
  pixels->alpha = reply->alpha != 0;
  return pixels;
}

/* FALSE: the helper is of no more use. */
static gboolean
ask (Helper *helper, Job *job, int file, guint wait, CarrelPixels **pixels, GError **error)
{
  CarrelImageRequest request = { CARREL_IMAGE_MAGIC, ++helper->last, job->width, job->height };
  CarrelImageReply   reply;
  int                fd = -1;

  helper->n_done++;
  if (carrel_image_wire_send (helper->socket, &request, sizeof request, file, MSG_DONTWAIT) &&
      receive (helper->socket, &reply, &fd,
               g_get_monotonic_time () + wait * G_GINT64_CONSTANT (1000)) &&
      reply.id == request.id) {
    if (reply.status == CARREL_IMAGE_DECODED)
      *pixels = take_pixels (&reply, job, fd);
    if (fd >= 0)
      close (fd);
    if (*pixels)
      return TRUE;
    switch (reply.status) {
    case CARREL_IMAGE_UNKNOWN:
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
                   _ ("This is not an image that Carrel can show"));
      return TRUE;
    case CARREL_IMAGE_DAMAGED:
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, _ ("The image is damaged"));
      return TRUE;
    case CARREL_IMAGE_TOO_LARGE:
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE, _ ("The image is too large"));
      return TRUE;
    default:
      break;
    }
  } else if (fd >= 0) {
    close (fd);
  }
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, _ ("The image can’t be decoded"));
  return FALSE;
}

static void
run_job (Helper *helper, GTask *task, const char *path, guint wanted, guint wait)
{
  Job          *job = g_task_get_task_data (task);
  CarrelPixels *pixels = NULL;
  GError       *error = NULL;
  int           file;

  if (helper->pid != 0 && (helper->generation != wanted || helper->n_done >= PER_HELPER))
    end_helper (helper);
  file = job->path ? open_file (job->path, &error) : open_bytes (job->bytes, &error);
  if (file >= 0) {
    /* One that ended while it was idle is not the picture's fault. */
    if (helper->pid != 0 && waitpid (helper->pid, NULL, WNOHANG) == helper->pid) {
      helper->pid = 0;
      end_helper (helper);
    }
    if (helper->pid == 0) {
      helper->generation = wanted;
      if (!path || !start_helper (helper, path))
        g_set_error (&error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
                     _ ("Images can’t be decoded here"));
    }
    if (helper->pid != 0 && !ask (helper, job, file, wait, &pixels, &error))
      end_helper (helper);
    close (file);
  }
  if (pixels)
    g_task_return_pointer (task, pixels, (GDestroyNotify) carrel_pixels_free);
  else
    g_task_return_error (task, error);
}

/* ── The threads ── */

/* The next one; NULL when there was none for a while. Locked. */
static GTask *
wait_for_job (gboolean have_helper)
{
  gint64   end = g_get_monotonic_time () + IDLE_SECONDS * G_TIME_SPAN_SECOND;
  gboolean in_time = TRUE;

  n_idle++;
  while (g_queue_is_empty (&jobs) && in_time)
    if (have_helper)
      in_time = g_cond_wait_until (&cond, &mutex, end);
    else
      g_cond_wait (&cond, &mutex);
  n_idle--;
  return g_queue_pop_head (&jobs);
}

static gpointer
decode_thread (gpointer data)
{
  Helper helper = { 0, -1, 0, 0, 0 };

  for (;;) {
    g_autoptr (GTask) task = NULL;
    g_autofree char *path = NULL;
    guint            wanted, wait;

    g_mutex_lock (&mutex);
    task = wait_for_job (helper.pid != 0);
    path = g_strdup (program);
    wanted = generation;
    wait = timeout;
    g_mutex_unlock (&mutex);
    if (!task)
      end_helper (&helper);
    else if (!g_task_return_error_if_cancelled (task))
      run_job (&helper, task, path, wanted, wait);
  }
  return NULL;
}

void
carrel_image_decoder_set_program (const char *path)
{
  g_mutex_lock (&mutex);
  g_set_str (&program, path);
  generation++;
  g_mutex_unlock (&mutex);
}

void
carrel_image_decoder_set_timeout (guint milliseconds)
{
  g_mutex_lock (&mutex);
  timeout = milliseconds;
  g_mutex_unlock (&mutex);
}

static void
push (Job *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, carrel_image_decode_async);
  g_task_set_task_data (task, job, free_job);
  g_mutex_lock (&mutex);
  g_queue_push_head (&jobs, task);
  if (n_idle < g_queue_get_length (&jobs) && n_threads < N_HELPERS) {
    n_threads++;
    g_thread_unref (g_thread_new ("pictures", decode_thread, NULL));
  }
  g_cond_signal (&cond);
  g_mutex_unlock (&mutex);
}

void
carrel_image_decode_async (const char         *path,
                           guint               width,
                           guint               height,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->width = width;
  job->height = height;
  push (job, cancellable, callback, user_data);
}

void
carrel_image_decode_bytes_async (GBytes             *bytes,
                                 guint               width,
                                 guint               height,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  Job *job = g_new0 (Job, 1);

  job->bytes = g_bytes_ref (bytes);
  job->width = width;
  job->height = height;
  push (job, cancellable, callback, user_data);
}

CarrelPixels *
carrel_image_decode_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
