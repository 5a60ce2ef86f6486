/* Classes of network. */
#include "model/network_class.h"

bool network_class_may_always_repeat(char letter) { return letter == 'I' || letter == 'D'; }

bool network_class_may_repeat(char letter)
{
    return network_class_may_always_repeat(letter) || letter == 'K';
}
