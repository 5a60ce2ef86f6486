/* What `doctor` looks at besides accounts. */
#ifndef PREGON_COMMANDS_DOCTOR_PLACES_H
#define PREGON_COMMANDS_DOCTOR_PLACES_H

struct ward;

/* The workspace, its ledger (which is then the ward's), the git host, and the CI's workflows: in
 * this order, and each where the one before is broken, too. Offline, nobody is asked. */
void doctor_look_at_places(struct ward *ward);

#endif
