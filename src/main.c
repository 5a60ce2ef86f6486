/* pregon: the table of commands, dispatch, exit status. */
#include <stdio.h>

int main(void)
{
    puts("pregon " PREGON_VERSION);
    return 0;
}
