/* carrel-error.c: one domain, few codes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"

#include "base/carrel-said.h"
#include "base/carrel-text.h"

#include <errno.h>
#include <gio/gio.h>

#define MAX_SENTENCE 160 /* characters, of one that names what a person typed */

typedef struct {
  gboolean known, temporary;
  guint    wait;
  char    *said; /* (owned) (nullable) */
} CarrelErrorPrivate;

static void
carrel_error_private_init (CarrelErrorPrivate *self)
{
}

static void
carrel_error_private_copy (const CarrelErrorPrivate *from, CarrelErrorPrivate *to)
{
  *to = *from;
  to->said = g_strdup (from->said);
}

static void
carrel_error_private_clear (CarrelErrorPrivate *self)
{
  g_free (self->said);
}

G_DEFINE_EXTENDED_ERROR (CarrelError, carrel_error)

gboolean
carrel_error_is_temporary (const GError *error)
{
  CarrelErrorPrivate *private =
      error->domain == CARREL_ERROR ? carrel_error_get_private (error) : NULL;

  if (private && private->known)
    return private->temporary;
  return private && (error->code == CARREL_ERROR_NETWORK || error->code == CARREL_ERROR_DISK);
}

guint
carrel_error_get_wait (const GError *error)
{
  return error->domain == CARREL_ERROR ? carrel_error_get_private (error)->wait : 0;
}

void
carrel_error_set_temporary (GError *error, gboolean temporary, guint wait)
{
  CarrelErrorPrivate *private;

  g_return_if_fail (error != NULL && error->domain == CARREL_ERROR);
  private = carrel_error_get_private (error);
  private->known = TRUE;
  private->temporary = temporary;
  private->wait = wait;
}

/* ── Said, and to be said again ── */

/* Takes `said`. */
static GError *
new_said (CarrelErrorCode code, char *said)
{
  g_autofree char *message = carrel_said_speak (said);
  GError          *error = g_error_new_literal (CARREL_ERROR, (int) code, message);

  carrel_error_get_private (error)->said = said;
  return error;
}

void
carrel_error_say (GError **error, CarrelErrorCode code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, new_said (code, carrel_said_new (format, arguments)));
  va_end (arguments);
}

void
carrel_error_say_plural (
    GError **error, CarrelErrorCode code, const char *one, const char *many, guint n, ...)
{
  va_list arguments;

  va_start (arguments, n);
  g_propagate_error (error, new_said (code, carrel_said_new_plural (one, many, n, arguments)));
  va_end (arguments);
}

GError *
carrel_error_new_said (CarrelErrorCode code, const char *format, ...)
{
  va_list arguments;
  GError *error;

  va_start (arguments, format);
  error = new_said (code, carrel_said_new (format, arguments));
  va_end (arguments);
  return error;
}

void
carrel_error_set_short (GError **error, CarrelErrorCode code, const char *format, ...)
{
  g_autofree char *sentence = NULL, *shortened = NULL;
  va_list          arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  shortened = carrel_text_shorten (sentence, MAX_SENTENCE);
  g_set_error_literal (error, CARREL_ERROR, (int) code, shortened);
}

void
carrel_error_prefix (GError **error, const char *prefix)
{
  CarrelErrorPrivate *private = error && *error && (*error)->domain == CARREL_ERROR
                                    ? carrel_error_get_private (*error)
                                    : NULL;

  g_prefix_error (error, "%s", prefix);
  if (private && private->said) {
    char *said = carrel_said_prefix (prefix, private->said);

    g_free (private->said);
    private->said = said;
  }
}

char *
carrel_error_dup_said (const GError *error)
{
  const char *said = error->domain == CARREL_ERROR ? carrel_error_get_private (error)->said : NULL;

  return said ? g_strdup (said) : carrel_said_new_literal (error->message);
}

const char *
carrel_error_code_name (CarrelErrorCode code)
{
  static const char *const names[] = {
    [CARREL_ERROR_NETWORK] = "network",       [CARREL_ERROR_HTTP] = "http",
    [CARREL_ERROR_REFUSED] = "refused",       [CARREL_ERROR_TOO_LARGE] = "too-large",
    [CARREL_ERROR_NOT_A_PAGE] = "not-a-page", [CARREL_ERROR_NO_ARTICLE] = "no-article",
    [CARREL_ERROR_EXISTS] = "exists",         [CARREL_ERROR_NOT_FOUND] = "not-found",
    [CARREL_ERROR_BAD_FILE] = "bad-file",     [CARREL_ERROR_UNSUPPORTED] = "unsupported",
    [CARREL_ERROR_INVALID] = "invalid",       [CARREL_ERROR_TOO_NEW] = "too-new",
    [CARREL_ERROR_DAMAGED] = "damaged",       [CARREL_ERROR_DISK] = "disk",
  };

  g_return_val_if_fail (code < G_N_ELEMENTS (names), "unknown");
  return names[code];
}

static CarrelErrorCode
code_for_io (const GError *error)
{
  if (error->domain == G_FILE_ERROR) {
    switch (error->code) {
    case G_FILE_ERROR_NOENT:
    case G_FILE_ERROR_NOTDIR:
      return CARREL_ERROR_NOT_FOUND;
    case G_FILE_ERROR_NOSPC:
    case G_FILE_ERROR_ROFS:
    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
    case G_FILE_ERROR_IO:
      return CARREL_ERROR_DISK;
    default:
      return CARREL_ERROR_BAD_FILE;
    }
  }
  if (error->domain == G_IO_ERROR) {
    switch (error->code) {
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      return CARREL_ERROR_NOT_FOUND;
    case G_IO_ERROR_NO_SPACE:
    case G_IO_ERROR_READ_ONLY:
    case G_IO_ERROR_PERMISSION_DENIED:
      return CARREL_ERROR_DISK;
    default:
      return CARREL_ERROR_BAD_FILE;
    }
  }
  return CARREL_ERROR_BAD_FILE;
}

/* What is wrong with the file, which is named already: GIO names it once more. */
static const char *
get_reason (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strerror (ENOENT);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_strerror (EACCES);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strerror (ENOSPC);
  return error->message;
}

void
carrel_error_take_io (GError **error, GError *source, const char *format, ...)
{
  g_autoptr (GError) owned = source;
  g_autofree char *doing = NULL;
  va_list          args;

  g_return_if_fail (source != NULL);

  if (g_error_matches (source, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      source->domain == CARREL_ERROR) {
    g_propagate_error (error, g_steal_pointer (&owned));
    return;
  }

  va_start (args, format);
  doing = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CARREL_ERROR, (int) code_for_io (source), "%s: %s", doing,
               get_reason (source));
}
