/* The forms of the files of brand/, for editors: each file is read by the same tables. */
#ifndef PREGON_BRAND_FORMS_H
#define PREGON_BRAND_FORMS_H

#include "lib/form.h"

extern const struct form brand_form, audiences_form, team_form, mentions_form;
/* What every network's accounts have; the rest is networks_account_form, and the network's own. */
extern const struct form account_form;

#endif
