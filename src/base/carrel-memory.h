/* carrel-memory.h: how this process deals with the memory that it no longer needs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* For a program that runs for hours: what was freed goes back to the system. Before there are
 * threads. */
void carrel_memory_give_back (void);
