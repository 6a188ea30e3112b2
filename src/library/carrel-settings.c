/* carrel-settings.c: what the person chose for the program as a whole. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-settings.h"

#include "library/carrel-settings-file.h"

#define MAX_SIDE 32767 /* pixels of a window */

enum {
  PROP_0,
  FOLDER,
  IMAGES,
  GO_ON,
  DESKTOP_SEARCH,
  BACKGROUND,
  WIDTH,
  HEIGHT,
  MAXIMIZED,
  PLACE,
  ARTICLE,
  N_PROPERTIES
};

/* In the order of the properties; the default of a switch or number. */
static const struct {
  const char *group, *key;
  GType       type;
  gint64      initial;
} keys[N_PROPERTIES] = {
  [FOLDER] = { "Library", "Folder", G_TYPE_STRING, 0 },
  [IMAGES] = { "Adding", "Images", G_TYPE_BOOLEAN, TRUE },
  [GO_ON] = { "Reading", "NextAfterArchiving", G_TYPE_BOOLEAN, TRUE },
  [DESKTOP_SEARCH] = { "Desktop", "Search", G_TYPE_BOOLEAN, TRUE },
  [BACKGROUND] = { "Desktop", "Background", G_TYPE_BOOLEAN, TRUE },
  [WIDTH] = { "Window", "Width", G_TYPE_INT, 0 },
  [HEIGHT] = { "Window", "Height", G_TYPE_INT, 0 },
  [MAXIMIZED] = { "Window", "Maximized", G_TYPE_BOOLEAN, FALSE },
  [PLACE] = { "Window", "Place", G_TYPE_STRING, 0 },
  [ARTICLE] = { "Window", "Article", G_TYPE_INT64, 0 },
};
static GParamSpec *properties[N_PROPERTIES];

struct _CarrelSettings {
  GObject             parent_instance;
  CarrelSettingsFile *file;                  /* (owned) */
  char               *path;                  /* (owned) */
  gint64              numbers[N_PROPERTIES]; /* switches, too */
  char               *strings[N_PROPERTIES]; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarrelSettings, carrel_settings, G_TYPE_OBJECT)

/* ── The file ── */

static void
take_file (CarrelSettings *self, GKeyFile *file)
{
  for (guint i = 1; i < N_PROPERTIES; i++) {
    const char *group = keys[i].group, *key = keys[i].key;
    g_autoptr (GError) error = NULL;
    gint64 number;

    if (keys[i].type == G_TYPE_STRING) {
      self->strings[i] = g_key_file_get_string (file, group, key, NULL);
      if (self->strings[i] && !*self->strings[i])
        g_clear_pointer (&self->strings[i], g_free);
      continue;
    }
    number = keys[i].type == G_TYPE_BOOLEAN ? g_key_file_get_boolean (file, group, key, &error)
                                            : g_key_file_get_int64 (file, group, key, &error);
    self->numbers[i] = error || number < 0 || (keys[i].type == G_TYPE_INT && number > MAX_SIDE)
                           ? keys[i].initial
                           : number;
  }
}

/* What is as it is by default isn't in it. (transfer full) */
static GKeyFile *
make_file (CarrelSettings *self)
{
  GKeyFile *file = g_key_file_new ();

  for (guint i = 1; i < N_PROPERTIES; i++)
    if (keys[i].type == G_TYPE_STRING) {
      if (self->strings[i])
        g_key_file_set_string (file, keys[i].group, keys[i].key, self->strings[i]);
    } else if (self->numbers[i] != keys[i].initial) {
      if (keys[i].type == G_TYPE_BOOLEAN)
        g_key_file_set_boolean (file, keys[i].group, keys[i].key, self->numbers[i] != 0);
      else
        g_key_file_set_int64 (file, keys[i].group, keys[i].key, self->numbers[i]);
    }
  return file;
}

static void
write_down (CarrelSettings *self)
{
  g_autoptr (GKeyFile) file = make_file (self);

  carrel_settings_file_write (self->file, file);
}

static gboolean
take_number (CarrelSettings *self, guint id, gint64 number)
{
  if (self->numbers[id] == number)
    return FALSE;
  self->numbers[id] = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
  return TRUE;
}

static gboolean
take_string (CarrelSettings *self, guint id, const char *string)
{
  if (!g_set_str (&self->strings[id], string && *string ? string : NULL))
    return FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
  return TRUE;
}

/* ── Asking and choosing ── */

const char *
carrel_settings_get_folder (CarrelSettings *self)
{
  return self->strings[FOLDER];
}

gboolean
carrel_settings_get_images (CarrelSettings *self)
{
  return self->numbers[IMAGES] != 0;
}

gboolean
carrel_settings_get_go_on (CarrelSettings *self)
{
  return self->numbers[GO_ON] != 0;
}

gboolean
carrel_settings_get_desktop_search (CarrelSettings *self)
{
  return self->numbers[DESKTOP_SEARCH] != 0;
}

gboolean
carrel_settings_get_background (CarrelSettings *self)
{
  return self->numbers[BACKGROUND] != 0;
}

void
carrel_settings_set_folder (CarrelSettings *self, const char *folder)
{
  if (take_string (self, FOLDER, folder))
    write_down (self);
}

gboolean
carrel_settings_write_folder (CarrelSettings *self, const char *folder, GError **error)
{
  g_autoptr (GKeyFile) file = NULL;

  take_string (self, FOLDER, folder);
  file = make_file (self);
  return carrel_settings_file_write_now (self->path, file, error);
}

void
carrel_settings_get_window (CarrelSettings *self, CarrelWindowState *state)
{
  *state = (CarrelWindowState) { (int) self->numbers[WIDTH], (int) self->numbers[HEIGHT],
                                 self->numbers[MAXIMIZED] != 0, self->strings[PLACE],
                                 self->numbers[ARTICLE] };
}

void
carrel_settings_set_window (CarrelSettings *self, const CarrelWindowState *state)
{
  gboolean changed = take_number (self, WIDTH, state->width);

  changed |= take_number (self, HEIGHT, state->height);
  changed |= take_number (self, MAXIMIZED, state->maximized != FALSE);
  changed |= take_number (self, ARTICLE, state->article);
  changed |= take_string (self, PLACE, state->place);
  if (changed)
    write_down (self);
}

/* ── Object ── */

static void
carrel_settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelSettings *self = CARREL_SETTINGS (object);

  if (keys[id].type == G_TYPE_STRING)
    g_value_set_string (value, self->strings[id]);
  else if (keys[id].type == G_TYPE_BOOLEAN)
    g_value_set_boolean (value, self->numbers[id] != 0);
  else if (keys[id].type == G_TYPE_INT)
    g_value_set_int (value, (int) self->numbers[id]);
  else
    g_value_set_int64 (value, self->numbers[id]);
}

static void
carrel_settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarrelSettings *self = CARREL_SETTINGS (object);
  gboolean        changed;

  if (keys[id].type == G_TYPE_STRING)
    changed = take_string (self, id, g_value_get_string (value));
  else if (keys[id].type == G_TYPE_BOOLEAN)
    changed = take_number (self, id, g_value_get_boolean (value) != FALSE);
  else
    changed = take_number (self, id,
                           keys[id].type == G_TYPE_INT ? g_value_get_int (value)
                                                       : g_value_get_int64 (value));
  if (changed)
    write_down (self);
}

static void
carrel_settings_finalize (GObject *object)
{
  CarrelSettings *self = CARREL_SETTINGS (object);

  for (guint i = 1; i < N_PROPERTIES; i++)
    g_free (self->strings[i]);
  g_clear_pointer (&self->file, carrel_settings_file_free);
  g_free (self->path);
  G_OBJECT_CLASS (carrel_settings_parent_class)->finalize (object);
}

static void
carrel_settings_class_init (CarrelSettingsClass *class)
{
  static const char *const names[N_PROPERTIES] = { NULL,    "folder",         "images",
                                                   "go-on", "desktop-search", "background",
                                                   "width", "height",         "maximized",
                                                   "place", "article" };
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (class)->get_property = carrel_settings_get_property;
  G_OBJECT_CLASS (class)->set_property = carrel_settings_set_property;
  G_OBJECT_CLASS (class)->finalize = carrel_settings_finalize;
  for (guint i = 1; i < N_PROPERTIES; i++)
    if (keys[i].type == G_TYPE_STRING)
      properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
    else if (keys[i].type == G_TYPE_BOOLEAN)
      properties[i] = g_param_spec_boolean (names[i], NULL, NULL, keys[i].initial != 0, flags);
    else if (keys[i].type == G_TYPE_INT)
      properties[i] =
          g_param_spec_int (names[i], NULL, NULL, 0, MAX_SIDE, (int) keys[i].initial, flags);
    else
      properties[i] =
          g_param_spec_int64 (names[i], NULL, NULL, 0, G_MAXINT64, keys[i].initial, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
}

static void
carrel_settings_init (CarrelSettings *self)
{
}

CarrelSettings *
carrel_settings_new (const char *path)
{
  CarrelSettings *self = g_object_new (CARREL_TYPE_SETTINGS, NULL);
  g_autoptr (GKeyFile) file = carrel_settings_file_read (path);

  self->file = carrel_settings_file_new (path);
  self->path = g_strdup (path);
  take_file (self, file);
  return self;
}

CarrelSettings *
carrel_settings_get_default (void)
{
  static CarrelSettings *settings;

  if (!settings) {
    g_autofree char *path = carrel_settings_file_dup_path ("settings.ini");

    settings = carrel_settings_new (path);
  }
  return settings;
}
