/* carrel-work.c: what takes long, as a person follows it. Main thread.
 *
 * While it runs a timer reads what its job wrote into the progress, which any thread may. Whoever
 * looks at the fetch queue looks at this too: a change is told by the queue's «changed».
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-work.h"

#include "base/carrel-time.h"
#include "library/carrel-queue-private.h"

#define LOOK_MS 250
#define MAX_ENDED 20

struct _CarrelWork {
  GObject parent_instance;

  CarrelLibrary  *library;     /* (weak) (nullable) */
  GCancellable   *cancellable; /* (owned) (nullable) */
  char           *title;       /* (owned) */
  char           *detail;      /* (owned) (nullable) */
  CarrelProgress  progress;
  CarrelWorkState state;
  double          fraction;
  gint64          began, ended;
  guint           looking; /* source id */
};

G_DEFINE_FINAL_TYPE (CarrelWork, carrel_work, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_DETAIL, PROP_FRACTION, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* ── The list ── */

static GListStore *
get_list (CarrelLibrary *library)
{
  if (!library->works)
    library->works = g_list_store_new (CARREL_TYPE_WORK);
  return library->works;
}

GListModel *
carrel_library_get_works (CarrelLibrary *library)
{
  return G_LIST_MODEL (get_list (library));
}

/* All but the newest `keep` that ended. */
static void
forget_ended (CarrelLibrary *library, guint keep)
{
  GListStore *list = get_list (library);
  guint       n_ended = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list));) {
    g_autoptr (CarrelWork) work = g_list_model_get_item (G_LIST_MODEL (list), i);

    if (work->state != CARREL_WORK_RUNNING && n_ended++ >= keep)
      g_list_store_remove (list, i);
    else
      i++;
  }
}

void
carrel_library_clear_works (CarrelLibrary *library)
{
  forget_ended (library, 0);
  carrel_queue_touch (carrel_library_get_queue (library));
}

static guint
count_running (GListStore *list)
{
  guint n = 0;

  while (n < g_list_model_get_n_items (G_LIST_MODEL (list))) {
    g_autoptr (CarrelWork) work = g_list_model_get_item (G_LIST_MODEL (list), n);

    if (work->state != CARREL_WORK_RUNNING)
      break;
    n++;
  }
  return n;
}

/* Behind those that still run. */
static void
move_to_ended (CarrelWork *self)
{
  GListStore *list = get_list (self->library);
  guint       position;

  if (!g_list_store_find (list, self, &position))
    return;
  g_object_ref (self);
  g_list_store_remove (list, position);
  g_list_store_insert (list, count_running (list), self);
  g_object_unref (self);
  forget_ended (self->library, MAX_ENDED);
}

/* ── How far it is ── */

static void
touch (CarrelWork *self)
{
  if (self->library && !self->library->closed)
    carrel_queue_touch (carrel_library_get_queue (self->library));
}

void
carrel_work_tell (CarrelWork *self, double fraction, const char *detail)
{
  fraction = MIN (fraction, 1);
  if (self->state != CARREL_WORK_RUNNING)
    return;
  if (self->fraction < fraction || self->fraction > fraction) {
    self->fraction = fraction;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    touch (self);
  }
  if (g_set_str (&self->detail, detail)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
    touch (self);
  }
}

static gboolean
look_cb (gpointer data)
{
  CarrelWork *self = data;
  int         permille = g_atomic_int_get (&self->progress.permille);

  if (permille > 0)
    carrel_work_tell (self, permille / 1000.0, self->detail);
  return G_SOURCE_CONTINUE;
}

CarrelProgress *
carrel_work_get_progress (CarrelWork *self)
{
  if (!self->looking && self->state == CARREL_WORK_RUNNING)
    self->looking = g_timeout_add (LOOK_MS, look_cb, self);
  return &self->progress;
}

CarrelWork *
carrel_work_begin (CarrelLibrary *library, const char *title, GCancellable *cancellable)
{
  CarrelWork *self = g_object_new (CARREL_TYPE_WORK, NULL);

  g_set_weak_pointer (&self->library, library);
  self->title = g_strdup (title);
  self->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  self->began = carrel_time_now ();
  self->fraction = -1;
  g_list_store_insert (get_list (library), 0, self);
  touch (self);
  return self;
}

void
carrel_work_end (CarrelWork *self, const GError *error, const char *sentence)
{
  g_return_if_fail (self->state == CARREL_WORK_RUNNING);

  g_clear_handle_id (&self->looking, g_source_remove);
  self->state = !error                                                      ? CARREL_WORK_DONE
                : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? CARREL_WORK_CANCELLED
                                                                            : CARREL_WORK_FAILED;
  self->ended = carrel_time_now ();
  g_set_str (&self->detail, self->state == CARREL_WORK_FAILED ? error->message : sentence);
  if (self->library)
    move_to_ended (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
  touch (self);
}

/* ── Looking ── */

const char *
carrel_work_get_title (CarrelWork *self)
{
  return self->title;
}

const char *
carrel_work_get_detail (CarrelWork *self)
{
  return self->detail;
}

CarrelWorkState
carrel_work_get_state (CarrelWork *self)
{
  return self->state;
}

double
carrel_work_get_fraction (CarrelWork *self)
{
  return self->fraction;
}

gint64
carrel_work_get_began (CarrelWork *self)
{
  return self->began;
}

gint64
carrel_work_get_ended (CarrelWork *self)
{
  return self->ended;
}

gboolean
carrel_work_can_cancel (CarrelWork *self)
{
  return self->cancellable && self->state == CARREL_WORK_RUNNING;
}

void
carrel_work_cancel (CarrelWork *self)
{
  if (carrel_work_can_cancel (self))
    g_cancellable_cancel (self->cancellable);
}

/* ── Object ── */

static void
carrel_work_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelWork *self = CARREL_WORK (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  case PROP_DETAIL:
    g_value_set_string (value, self->detail);
    break;
  case PROP_FRACTION:
    g_value_set_double (value, self->fraction);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_work_finalize (GObject *object)
{
  CarrelWork *self = CARREL_WORK (object);

  g_clear_handle_id (&self->looking, g_source_remove);
  g_clear_weak_pointer (&self->library);
  g_clear_object (&self->cancellable);
  g_free (self->title);
  g_free (self->detail);
  G_OBJECT_CLASS (carrel_work_parent_class)->finalize (object);
}

static void
carrel_work_class_init (CarrelWorkClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_work_get_property;
  object_class->finalize = carrel_work_finalize;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, CARREL_WORK_RUNNING, CARREL_WORK_CANCELLED,
                        CARREL_WORK_RUNNING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DETAIL] =
      g_param_spec_string ("detail", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_work_init (CarrelWork *self)
{
}
