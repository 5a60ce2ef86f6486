/* Plain text as Markdown that reads the same. */
#ifndef PREGON_LIB_PLAIN_TEXT_H
#define PREGON_LIB_PLAIN_TEXT_H

struct arena;

/* What Markdown would take for a heading, a list, emphasis, a link or an entity is escaped; line
 * breaks within a paragraph are kept (`\` at the line's end); blanks around lines are left out. */
const char *plain_text_to_markdown(struct arena *arena, const char *text);

#endif
