/* Memory's pages, taken from the system many at a time.
 *
 * A page that is taken by touching it costs the system ten times as much as one of many that it is
 * asked for at once. On a virtual machine, where more is done at the first touch, a check of one
 * post is a twentieth faster for it, one of a hundred thousand unchanged posts a fifteenth. */
#ifndef PREGON_BASE_PAGES_H
#define PREGON_BASE_PAGES_H

#include <stddef.h>

/* All whole pages of `memory`, which will surely be written to soon. Changes nothing but the time
 * that it takes; does nothing where the system does not know how. */
void pages_take(void *memory, size_t bytes);

#endif
