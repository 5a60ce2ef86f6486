/* JSON Schema of a form, for editors: draft-07, which the YAML extension of VS Code knows whole. */
#ifndef PREGON_LIB_FORM_SCHEMA_H
#define PREGON_LIB_FORM_SCHEMA_H

struct form;
struct json_writer;

/* A whole schema, an object without a key; its title and summaries are in the reader's language. It
 * lets pass whatever form_check_value() does; of what that refuses it finds unknown and missing
 * keys, and most wrong values, but never asks what exists. */
void form_schema_write(struct json_writer *json, const struct form *form, const char *title);

#endif
