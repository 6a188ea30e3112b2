/* carrel-memory.c: how this process deals with the memory that it no longer needs.
 *
 * glibc learns from the largest piece that was freed: after the eight megabytes in which a million
 * ids come, up to sixteen stay with each thread that once had them. With thresholds of one's own it
 * learns nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-memory.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define TRIM (256 * 1024) /* free at the end of a heap: it shrinks */
#define MAP (1024 * 1024) /* larger pieces are a mapping each */

void
carrel_memory_give_back (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, TRIM);
  mallopt (M_MMAP_THRESHOLD, MAP);
#endif
}
