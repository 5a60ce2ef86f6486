/* Classes of network, a letter each (docs/reliability.md): what becomes of a create that is sent
 * again while nobody knows whether the first one arrived. */
#ifndef PREGON_MODEL_NETWORK_CLASS_H
#define PREGON_MODEL_NETWORK_CLASS_H

#include <stdbool.h>

/* I and D, at any time, and K while the server remembers the key: the same create again makes no
 * second post. Of the others nobody repeats one without having looked. */
bool network_class_may_repeat(char letter);
/* I and D alone: however late it comes. */
bool network_class_may_always_repeat(char letter);

#endif
