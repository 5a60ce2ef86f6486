/* pregon networks: what each network can and can't, and what of a post is lost there. */
#include "networks/networks.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/networks.h"
#include "io/output.h"
#include "lib/wrap.h"
#include "model/network.h"

/* All of them, those that Pregon sends to first. */
static void find_all(struct network_list *list)
{
    size_t sent;
    size_t by_hand;
    const struct network *const *own = networks_all(&sent);
    const struct network *other = networks_all_by_hand(&by_hand);
    for (size_t i = 0; i < sent && list->count < MAX_NETWORKS; i++)
        list->items[list->count++] = own[i];
    for (size_t i = 0; i < by_hand && list->count < MAX_NETWORKS; i++)
        list->items[list->count++] = &other[i];
}

static int choose(struct network_list *list, const char *name, struct err *err)
{
    const char *names[MAX_NETWORKS];
    for (size_t i = 0; i < list->count; i++) {
        names[i] = list->items[i]->name;
        if (text_equal(names[i], name)) {
            *list = (struct network_list){ .items = { list->items[i] }, .count = 1 };
            return 0;
        }
    }
    const char *nearest = text_nearest(name, names, list->count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no network '%s'; did you mean '%s'?"), name,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no network '%s'; 'pregon networks' lists them"),
                   name);
}

const char *network_class_words(char letter)
{
    switch (letter) {
    case 'I':
        return _("sending again changes nothing, however late: every post is there once");
    case 'D':
        return _("a draft that nobody sees is made first, and publishing it twice changes nothing");
    case 'K':
        return _("the server remembers a key of ours for some time; after that the account's posts "
                 "are looked through before anything is sent again");
    case 'L':
        return _("after a lost answer the account's posts are looked through before anything is "
                 "sent again");
    default:
        return _("after a lost answer a person decides; nothing is sent again by itself");
    }
}

/* --- the list --- */

static const char *limit_text(struct arena *arena, size_t limit)
{
    return limit ? arena_printf(arena, "%zu", limit) : "–";
}

static void put_row(struct text_buffer *out, const char *const cells[4], const char *summary,
                    size_t columns)
{
    enum { BESIDE = 11 + 3 * 8, ROOM = 20, BELOW = 2 };
    static const size_t widths[4] = { BESIDE - 3 * 8, 8, 8, 8 };
    bool is_narrow = columns && columns < BESIDE + ROOM;
    size_t start = is_narrow ? BELOW : BESIDE;
    bool is_last_padded = *summary && !is_narrow;
    for (size_t i = 0; i < 4; i++)
        wrap_put_cell(out, cells[i], i < 3 || is_last_padded ? widths[i] : 0,
                      i < 3 || is_last_padded);
    if (*summary && is_narrow)
        text_printf(out, "\n%*s", BELOW, "");
    wrap_put(out, summary, start, start, columns);
    text_putc(out, '\n');
}

static void write_list(struct invocation *invocation, const struct network_list *list)
{
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    const char *const heads[4] = { _("network"), _("text"), _("media"), _("class") };
    put_row(&out, heads, "", invocation->columns);
    for (size_t i = 0; i < list->count; i++) {
        const struct network *network = list->items[i];
        const char class[] = { network->class_letter, '\0' };
        const char *const cells[4] = {
            network->name,
            limit_text(invocation->arena, network->limits.text),
            limit_text(invocation->arena, network_is_known(network) ? network->limits.media : 0),
            network_is_sent(network) ? class : "–",
        };
        const char *summary = network_is_sent(network) ? _(network->summary)
                                                       : _("a person posts there: 'send: manual'");
        put_row(&out, cells, summary, invocation->columns);
    }
    output_printf(invocation->out, "%s", text_end(&out));
}

static int run(struct invocation *invocation, struct err *err)
{
    struct network_list list = { .count = 0 };
    const char *name = invocation->argument_count ? invocation->arguments[0] : NULL;
    find_all(&list);
    if (name && choose(&list, name, err) != 0)
        return -1;
    if (text_equal(invocation->format, "json"))
        networks_write_json(invocation, &list);
    else if (name)
        networks_write_one(invocation, list.items[0]);
    else
        write_list(invocation, &list);
    return 0;
}

const struct command command_networks = {
    .name = "networks",
    .arguments = N_("[NETWORK]"),
    .argument_max = 1,
    .is_long = true,
    .summary = N_("what each network can and can't, and what is lost there"),
    .help = N_("Lists the networks: how long a text may be, how many pictures go into a post, and\n"
               "the class, which says what becomes of a lost answer. With a name, all that is\n"
               "known of one: facts with source and date, limits, and what of a post is lost\n"
               "there. An account's own limits may differ: 'pregon doctor' asks its server.\n"
               "\n"
               "  pregon networks\n"
               "  pregon networks mastodon\n"
               "  pregon networks --format json"),
    .formats = "text|json",
    .run = run,
};
