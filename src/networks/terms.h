/* Facts about terms: quotas, prices and ends of interfaces, by the networks' names, with source and
 * date each. */
#ifndef PREGON_NETWORKS_TERMS_H
#define PREGON_NETWORKS_TERMS_H

#include "lib/form.h"
#include "model/network_terms.h"

struct account;
struct yaml_node;

/* The keys of `limits` that are terms, and of `budget`, for forms. */
extern const struct form terms_cost_form[];
extern const struct form terms_budget_form[];

/* What is known of the network of that name; NULL: nothing. */
const struct network_terms *terms_find(const char *network);
/* Gives the account its network's terms, with those of `limits` laid over, and its budget. What a
 * person sends costs nothing, and has no quota, unless the account says so. */
void terms_bind(struct account *account, const struct yaml_node *limits);

#endif
