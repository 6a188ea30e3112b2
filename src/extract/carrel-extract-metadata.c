/* stub */
#include "extract/carrel-extract-private.h"
void
carrel_extract_metadata (CarrelExtraction *self)
{
  CarrelNode *title = self->head ? carrel_node_find (self->head, CARREL_TAG_TITLE) : NULL;

  self->base = g_strdup (self->address);
  if (title)
    self->draft->title = carrel_node_dup_text (title);
}
