/* Runs every TEST of the folders beside this file in one group, or those that a pattern names
 * ("a_hold_*"); TAP with CMOCKA_MESSAGE_OUTPUT=TAP. */
#include "test.h"

#include <stdlib.h>

enum { MAX_TESTS = 4096 };

static struct CMUnitTest tests[MAX_TESTS];
static size_t count;

void test_register(const char *name, void (*run)(void **state))
{
    if (count == MAX_TESTS)
        abort();
    tests[count++] = (struct CMUnitTest){ .name = name, .test_func = run };
}

int main(int argc, char **argv)
{
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return _cmocka_run_group_tests("unit", tests, count, NULL, NULL) ? 1 : 0;
}
