/* What moves in one file of a post. Nothing is written: the new text is noted in the move. */
#ifndef PREGON_COMMANDS_MOVE_EDIT_H
#define PREGON_COMMANDS_MOVE_EDIT_H

struct err;
struct moving;
struct post;

/* The post's own file, by what was asked for: its dates are shifted, or it is given a date or a
 * queue. ERR_INPUT where the file has no such date or queue to move, or its clock no such hour. */
int move_edit_post(struct moving *moving, const struct post *post, struct err *err)
    __attribute__((warn_unused_result));

/* A variant's file: its dates are shifted with the post's. */
int move_edit_variant(struct moving *moving, const struct post *post, const char *path,
                      struct err *err) __attribute__((warn_unused_result));

#endif
