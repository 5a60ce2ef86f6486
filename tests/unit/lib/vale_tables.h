/* Tables of what Vale's functions give, which stand outside the project: in the folder that the
 * variable VALE_TABLES names, or beside the checkout. */
#ifndef PREGON_TESTS_UNIT_LIB_VALE_TABLES_H
#define PREGON_TESTS_UNIT_LIB_VALE_TABLES_H

struct arena;
struct json;

/* NULL, with the reason printed, where the table is not here. */
const struct json *vale_table(struct arena *arena, const char *name);

#endif
