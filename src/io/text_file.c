/* Text files of a workspace: what is wrong with one is a complaint, not an error. */
#include "io/text_file.h"

#include "base/err.h"
#include "base/limits.h"
#include "io/tree.h"
#include "lib/reading.h"
#include "lib/yaml.h"

int text_file_read(bool *is_text, struct reading *reading, struct tree *tree, size_t limit_bytes,
                   struct err *err)
{
    struct err why = { 0 };
    char *text = NULL;
    *is_text = false;
    if (tree_read(tree, reading->arena, reading->path, limit_bytes, &text, &reading->bytes, &why) !=
        0) {
        if (why.kind != ERR_INPUT) {
            *err = why;
            return -1;
        }
        reading_complain(reading, "file", (struct span){ 1, 1, 1, 1 }, "%s", why.text);
        return 0;
    }
    reading->text = text;
    *is_text = reading_check_text(reading) == 0;
    return 0;
}

int text_file_parse(struct yaml_node **root, struct reading *reading, struct tree *tree,
                    struct err *err)
{
    bool is_text;
    *root = NULL;
    if (text_file_read(&is_text, reading, tree, LIMIT_YAML_BYTES, err) != 0)
        return -1;
    size_t start = is_text ? reading_mark_bytes(reading) : 0;
    if (is_text && reading_parse(root, reading, start, reading->bytes, 1) != 0)
        *root = NULL;
    return 0;
}
