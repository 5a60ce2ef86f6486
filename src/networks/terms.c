/* What networks ask of programs that post. */
#include "networks/terms.h"

#include "base/message.h"
#include "base/text.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/account.h"
#include "model/moment.h"

enum { PLACES = 4 };

struct fact {
    const char *network;
    struct network_terms terms;
};

static const struct fact facts[] = {
    /* 35,000 points a day and DID, 3 a record: docs.bsky.app/docs/advanced-guides/rate-limits, read
     * 2026-08. */
    { "bluesky", { .posts_24h = 11666, .api_end_utc = NO_TIME } },
    /* 100 posts made by programs in 24 hours: content_publishing_limit, read 2026-08. */
    { "instagram", { .posts_24h = 100, .api_end_utc = NO_TIME } },
    /* 250 posts in 24 hours: threads_publishing_limit, read 2026-08. */
    { "threads", { .posts_24h = 250, .api_end_utc = NO_TIME } },
    /* 100 uploads a day: videos.insert's own bucket, read 2026. */
    { "youtube", { .posts_24h = 100, .api_end_utc = NO_TIME } },
    /* Pay per use since 2026-02-06: 0.015 USD a post, 0.200 with an address; read 2026-10. */
    { "x", { .post_cost = 150, .link_cost = 2000, .currency = "USD", .api_end_utc = NO_TIME } },
};

/* A decimal with at most four places, `0.015`. */
static int judge_money(struct reading *reading, const char *key, const struct yaml_node *node);

const struct form terms_cost_form[] = {
    { .name = "post",
      .summary = N_("what a post costs"),
      .kind = FORM_OWN,
      .judge = judge_money,
      .is_required = true },
    { .name = "link",
      .summary = N_("what one with a link costs"),
      .kind = FORM_OWN,
      .judge = judge_money },
    { .name = "currency",
      .summary = N_("three capital letters: EUR"),
      .kind = FORM_OWN,
      .judge = value_judge_currency,
      .is_required = true },
    { .name = NULL },
};
const struct form terms_budget_form[] = {
    { .name = "amount",
      .summary = N_("what its posts may cost in a month"),
      .kind = FORM_OWN,
      .judge = judge_money,
      .is_required = true },
    { .name = "currency",
      .summary = N_("three capital letters: EUR"),
      .kind = FORM_OWN,
      .judge = value_judge_currency,
      .is_required = true },
    { .name = NULL },
};

/* `0.015` as 150; -1 for anything else. */
static int64_t parse_money(const char *text)
{
    enum { MOST_DIGITS = 9 };
    int64_t amount = 0;
    int digits = 0;
    int places = -1;
    for (; *text; text++) {
        if (*text == '.' && places < 0 && digits > 0) {
            places = 0;
            continue;
        }
        if (*text < '0' || *text > '9' || digits >= MOST_DIGITS || places >= PLACES)
            return -1;
        amount = amount * 10 + (*text - '0');
        digits += places < 0;
        places += places >= 0;
    }
    if (!digits || places == 0)
        return -1;
    for (places = places < 0 ? 0 : places; places < PLACES; places++)
        amount *= 10;
    return amount;
}

static int judge_money(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *text;
    if (value_line(&text, reading, key, node) != 0)
        return -1;
    if (parse_money(text) >= 0)
        return 0;
    return reading_complain(reading, "value", node->where,
                            _("'%s' is a sum such as `20` or `0.015`, not '%s'"), key,
                            reading_excerpt(reading, text));
}

static int64_t money_of(const struct yaml_node *map, const char *key, int64_t otherwise)
{
    const char *text = form_line_of(map, key);
    int64_t amount = text ? parse_money(text) : -1;
    return amount >= 0 ? amount : otherwise;
}

/* A sum of money that passed its form; `amount` 0 where there is none. */
static struct money sum_of(const struct yaml_node *map)
{
    const struct yaml_node *amount = yaml_get(map, "amount");
    struct money money = { .amount = money_of(map, "amount", 0),
                           .currency = form_line_of(map, "currency") };
    if (amount)
        money.where = amount->where;
    return money;
}

const struct network_terms *terms_find(const char *network)
{
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (text_equal(facts[i].network, network))
            return &facts[i].terms;
    return NULL;
}

void terms_bind(struct account *account, const struct yaml_node *limits)
{
    struct network_terms *terms = &account->terms;
    const struct yaml_node *cost = yaml_get(limits, "cost");
    *terms = (struct network_terms){ .api_end_utc = NO_TIME };
    const struct network_terms *known =
        account->is_manual ? NULL : terms_find(account->network_name);
    if (known)
        *terms = *known;
    account->budget = sum_of(yaml_get(account->options, "budget"));
    terms->posts_24h = form_number_of(limits, "posts-24h", terms->posts_24h);
    if (cost) {
        terms->post_cost = money_of(cost, "post", 0);
        terms->link_cost = money_of(cost, "link", terms->post_cost);
        terms->currency = form_line_of(cost, "currency");
    }
}
