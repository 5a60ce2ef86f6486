/* The form of a post's front matter, for editors: what each key takes. The keys themselves are
 * those of model/post.h, in its order; they are read by fields.c and media.c. */
#ifndef PREGON_CONTENT_POST_FORM_H
#define PREGON_CONTENT_POST_FORM_H

#include "lib/form.h"

/* `overrides` holds names with maps whose keys are not listed here: they are those of a post that
 * post_key_is_for_layers(), and the networks' own. */
extern const struct form post_form;
/* An entry of `media`, and `poll`. */
extern const struct form post_media_form, post_poll_form;

#endif
