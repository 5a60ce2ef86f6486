/* The posts that a move is of. */
#ifndef PREGON_COMMANDS_MOVE_POSTS_H
#define PREGON_COMMANDS_MOVE_POSTS_H

struct err;
struct moving;

/* The post of this id or path, with its variants. ERR_INPUT where it has nothing to move, and where
 * its record says that it is no longer the file's to say. */
int move_post(struct moving *moving, const char *word, struct err *err)
    __attribute__((warn_unused_result));

/* All posts of the campaign that have a date; ERR_USAGE where that is not a shift. */
int move_campaign(struct moving *moving, const char *campaign, struct err *err)
    __attribute__((warn_unused_result));

#endif
