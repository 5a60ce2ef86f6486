/* Personal data: what identifies somebody, or reaches them, stands in no post; the brand's own
 * numbers and addresses may. */
#include "lib/personal.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/said.h"
#include "model/workspace.h"

/* Whether a mail address is at one of our own sites: those of the blogs, and `links.hosts`. */
static bool is_at_own_site(const struct workspace *workspace, const char *mail, size_t bytes)
{
    const char *sign = memchr(mail, '@', bytes);
    size_t host_bytes = sign ? bytes - (size_t)(sign + 1 - mail) : 0;
    for (size_t i = 0; sign && i < workspace->account_count; i++) {
        const char *url = workspace->accounts[i].url;
        const char *host = url ? strstr(url, "://") : NULL;
        if (host && strcspn(host + 3, ":/") == host_bytes &&
            strncasecmp(host + 3, sign + 1, host_bytes) == 0)
            return true;
    }
    for (size_t i = 0; sign && i < workspace->brand.link_hosts.count; i++) {
        const char *host = workspace->brand.link_hosts.items[i].text;
        if (strlen(host) == host_bytes && strncasecmp(host, sign + 1, host_bytes) == 0)
            return true;
    }
    return false;
}

static bool is_ours(const struct workspace *workspace, const struct personal *found,
                    const char *text, size_t bytes)
{
    for (size_t i = 0; i < workspace->brand.contacts.count; i++) {
        if (personal_is_same(found->kind, text, bytes, workspace->brand.contacts.items[i].text))
            return true;
    }
    return found->kind == PERSONAL_MAIL && is_at_own_site(workspace, text, bytes);
}

static const char *message_of(enum personal_kind kind)
{
    switch (kind) {
    case PERSONAL_MAIL:
        return _("this is a mail address: take it out; if it is the brand's, add it to 'contacts' "
                 "in brand/brand.yml");
    case PERSONAL_PHONE:
        return _("this is a telephone number: take it out; if it is the brand's, add it to "
                 "'contacts' in brand/brand.yml");
    case PERSONAL_IBAN:
        return _("this is the number of a bank account: take it out; if it is the brand's, add it "
                 "to 'contacts' in brand/brand.yml");
    case PERSONAL_ID:
        return _("this is somebody's DNI or NIE: take it out");
    case PERSONAL_CARD:
        return _("this is the number of a bank card: take it out");
    }
    return "";
}

static void check_item(const struct said_list *said, size_t index,
                       const struct workspace *workspace, struct findings *findings)
{
    const struct said *item = &said->items[index];
    struct personal found;
    for (size_t at = 0; personal_next(&found, item->text, item->bytes, at); at = found.end_byte) {
        const char *text = item->text + found.start_byte;
        size_t bytes = found.end_byte - found.start_byte;
        bool is_proved = found.kind >= PERSONAL_IBAN;
        if (is_ours(workspace, &found, text, bytes))
            continue;
        said_report(findings, is_proved ? SEVERITY_ERROR : SEVERITY_WARNING, "personal-data", said,
                    index, found.start_byte, found.end_byte, "%s", message_of(found.kind));
        if (is_proved)
            findings_last(findings)->secret = arena_strndup(findings->arena, text, bytes);
    }
}

static void run(const struct check_input *input, struct arena *scratch __attribute__((unused)),
                struct findings *findings)
{
    for (size_t i = 0; i < input->account_count; i++) {
        if (!said_is_new(input->said, i))
            continue;
        for (size_t j = 0; j < input->said[i].count; j++)
            check_item(&input->said[i], j, input->context->workspace, findings);
    }
}

const struct check check_personal = { .run = run };
