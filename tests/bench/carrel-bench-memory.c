/* carrel-bench-memory.c: malloc() of this process, counted.
 *
 * The program's own definitions come before the C library's, for its libraries too (glibc manual,
 * «Replacing malloc»). While nothing is counted they only pass on. Sizes are what the blocks can hold.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-memory.h"

#include <errno.h>
#include <malloc.h>

static gboolean counts;
static gssize   now, most;

void
bench_memory_start (void)
{
  now = most = 0;
  counts = TRUE;
}

gsize
bench_memory_stop (void)
{
  counts = FALSE;
  return (gsize) most;
}

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *memory, size_t size);
extern void *__libc_memalign (size_t alignment, size_t size);
extern void  __libc_free (void *memory);

static void *
count (void *memory)
{
  if (counts && memory) {
    now += (gssize) malloc_usable_size (memory);
    most = MAX (most, now);
  }
  return memory;
}

static void
discount (void *memory)
{
  if (counts && memory)
    now -= (gssize) malloc_usable_size (memory);
}

void *
malloc (size_t size)
{
  return count (__libc_malloc (size));
}

void *
calloc (size_t n, size_t size)
{
  return count (__libc_calloc (n, size));
}

/* While it is copied there are both; where it grows in its place there aren't. */
void *
realloc (void *memory, size_t size)
{
  gssize before = counts && memory ? (gssize) malloc_usable_size (memory) : 0;
  guintptr place = (guintptr) memory;
  void *grown = __libc_realloc (memory, size);

  if (!counts)
    return grown;
  if (!grown && size > 0)
    return NULL;
  if ((guintptr) grown != place && grown)
    most = MAX (most, now + (gssize) malloc_usable_size (grown));
  now -= before;
  return count (grown);
}

void *
memalign (size_t alignment, size_t size)
{
  return count (__libc_memalign (alignment, size));
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return count (__libc_memalign (alignment, size));
}

int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  void *made = __libc_memalign (alignment, size);

  if (!made)
    return ENOMEM;
  *memory = count (made);
  return 0;
}

void
free (void *memory)
{
  discount (memory);
  __libc_free (memory);
}

#endif
