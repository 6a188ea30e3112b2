#include "ui/carrel-first-run.h"
struct _CarrelFirstRun { AdwBin parent_instance; };
G_DEFINE_FINAL_TYPE (CarrelFirstRun, carrel_first_run, ADW_TYPE_BIN)
static void carrel_first_run_class_init (CarrelFirstRunClass *c) {}
static void carrel_first_run_init (CarrelFirstRun *s) {}
GtkWidget *carrel_first_run_new (CarrelLibrary *library) { return g_object_new (CARREL_TYPE_FIRST_RUN, NULL); }
