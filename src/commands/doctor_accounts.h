/* What `doctor` looks at of each account. */
#ifndef PREGON_COMMANDS_DOCTOR_ACCOUNTS_H
#define PREGON_COMMANDS_DOCTOR_ACCOUNTS_H

struct ward;

/* Logs in to each, and compares its clock and its limits; offline, whether its secret is set and
 * may go there. Also whether the secret expires soon. After the places: a login may need the
 * ledger. */
void doctor_look_at_accounts(struct ward *ward);

#endif
