/* brand.yml: who speaks, in which languages, and by which rules. The tone engine and the post rules
 * read their own parts of it; here every key is known, and has the right type. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/brand_files.h"
#include "brand/forms.h"
#include "lib/form.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/workspace.h"

#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }
#define LEVELS "suggestion|warning|error"

static const struct form rule_level = { .kind = FORM_WORD, .words = LEVELS "|off" };
static const struct form voice_keys[] = {
    { .name = "styles",
      .summary = N_("folders of brand/voice/, or packs that come with Pregon"),
      .kind = FORM_NAMES },
    { .name = "paths",
      .summary = N_("more places to look for styles, counted from brand/voice"),
      .kind = FORM_NAMES },
    { .name = "vocabularies",
      .summary = N_("folders of brand/voice/config/vocabularies/"),
      .kind = FORM_NAMES },
    { .name = "level",
      .summary = N_("the lowest level that is shown"),
      .kind = FORM_WORD,
      .words = LEVELS },
    { .name = "rules",
      .summary = N_("another level for a rule, or off"),
      .kind = FORM_NAMED,
      .inside = &rule_level },
    END,
};
static const struct form hashtag_keys[] = {
    { .name = "max", .summary = N_("how many at most"), .kind = FORM_NUMBER, .max = 100 },
    { .name = "case",
      .summary = N_("how they are written: camel is #PanDeMasaMadre"),
      .kind = FORM_WORD,
      .words = "camel|lower|any" },
    { .name = "required", .summary = N_("tags that must be there"), .kind = FORM_NAMES },
    { .name = "deny", .summary = N_("tags that must not be there"), .kind = FORM_NAMES },
    END,
};
static const struct form emoji_keys[] = {
    { .name = "max", .summary = N_("how many at most"), .kind = FORM_NUMBER, .max = 100 },
    { .name = "deny", .summary = N_("which not, in any skin tone"), .kind = FORM_NAMES },
    END,
};
static const struct form post_rule_keys[] = {
    { .name = "hashtags",
      .summary = N_("rules on hashtags"),
      .kind = FORM_MAP,
      .inside = hashtag_keys },
    { .name = "emoji", .summary = N_("rules on emoji"), .kind = FORM_MAP, .inside = emoji_keys },
    { .name = "alt-text",
      .summary = N_("whether a picture needs an alternative text"),
      .kind = FORM_WORD,
      .words = "required|recommended|off" },
    END,
};
static const struct form post_rules = { .kind = FORM_MAP, .inside = post_rule_keys };
static const struct form disclosure_keys[] = {
    { .name = "texts",
      .summary = N_("what marks a paid post: one of these must stand in its first part"),
      .kind = FORM_NAMES },
    { .name = "within",
      .summary = N_("among how many first characters it must stand"),
      .kind = FORM_NUMBER,
      .min = 1,
      .max = 10000 },
    END,
};
static const struct form utm_keys[] = {
    { .name = "source",
      .summary = N_("utm_source; {network}, {account}, {campaign} and {post} are filled in"),
      .kind = FORM_LINE },
    { .name = "medium",
      .summary = N_("utm_medium, with the same words to fill in"),
      .kind = FORM_LINE },
    { .name = "campaign",
      .summary = N_("utm_campaign, with the same words to fill in"),
      .kind = FORM_LINE },
    END,
};
/* Hosts alone: with a scheme or a path, a rule would never fire. */
static int judge_hosts(struct reading *reading, const char *key, const struct yaml_node *node)
{
    struct names hosts;
    int status = 0;
    if (value_names(&hosts, reading, key, node) != 0)
        return -1;
    for (size_t i = 0; i < hosts.count; i++) {
        const char *host = hosts.items[i].text;
        const char *scheme = strstr(host, "://");
        const char *plain = scheme ? scheme + strlen("://") : host;
        size_t bytes = strcspn(plain, "/?#");
        if (!scheme && !plain[bytes] && strchr(plain, '.') && !strpbrk(plain, " *@"))
            continue;
        status = reading_complain(reading, "value", hosts.items[i].where,
                                  _("'%s' holds hosts alone, as in `bit.ly`"), key);
        if (bytes && strchr(plain, '.') && !strpbrk(plain, " *@"))
            reading_suggest(reading, arena_strndup(reading->arena, plain, bytes));
    }
    return status;
}

static const struct form link_keys[] = {
    { .name = "utm",
      .summary = N_("what is added to addresses, so that statistics know where people come from"),
      .kind = FORM_MAP,
      .inside = utm_keys },
    { .name = "hosts",
      .summary = N_("your sites, besides those of your blogs"),
      .kind = FORM_OWN,
      .like = FORM_NAMES,
      .judge = judge_hosts },
    { .name = "deny-hosts",
      .summary = N_("hosts that posts must not link to, such as shorteners"),
      .kind = FORM_OWN,
      .like = FORM_NAMES,
      .judge = judge_hosts },
    END,
};
static const struct form media_keys[] = {
    { .name = "fit",
      .summary = N_("whether a picture that is too large for a network is made smaller"),
      .kind = FORM_WORD,
      .words = "auto|off" },
    { .name = "strip",
      .summary = N_("whether place and camera are taken out of pictures"),
      .kind = FORM_WORD,
      .words = "metadata|off" },
    END,
};
static const struct form when_keys[] = {
    { .name = "accounts",
      .summary = N_("posts that go to one of these accounts, groups or networks"),
      .kind = FORM_NAMES },
    { .name = "campaign", .summary = N_("posts of these campaigns"), .kind = FORM_NAMES },
    { .name = "audience", .summary = N_("posts for these audiences"), .kind = FORM_NAMES },
    { .name = "pillar", .summary = N_("posts on these subjects"), .kind = FORM_NAMES },
    { .name = "language", .summary = N_("posts in these languages"), .kind = FORM_NAMES },
    { .name = "tags", .summary = N_("posts with one of these tags"), .kind = FORM_TAGS },
    { .name = "sponsored", .summary = N_("paid posts"), .kind = FORM_BOOL },
    { .name = "sensitive", .summary = N_("posts with a content warning"), .kind = FORM_BOOL },
    { .name = "urgent", .summary = N_("urgent posts"), .kind = FORM_BOOL },
    END,
};
static const struct form approval_keys[] = {
    { .name = "roles",
      .summary = N_("each of these roles must say yes"),
      .kind = FORM_SLUGS,
      .is_required = true },
    { .name = "when",
      .summary = N_("to which posts; without it, to all"),
      .kind = FORM_MAP,
      .inside = when_keys },
    END,
};
static const struct form publish_keys[] = {
    { .name = "recheck",
      .summary = N_("what a newer error-level rule does to posts that are merged already"),
      .kind = FORM_WORD,
      .words = "report|error" },
    { .name = "branch", .summary = N_("the branch whose posts are sent"), .kind = FORM_LINE },
    END,
};

static const struct form site_keys[] = {
    { .name = "url", .summary = N_("the address of the site's first page"), .kind = FORM_URL },
    { .name = "repository",
      .summary = N_("the address of the repository's page, where the remote's does not say it"),
      .kind = FORM_URL },
    { .name = "forge",
      .summary = N_("what kind of git host that is"),
      .kind = FORM_WORD,
      .words = "github|gitlab|forgejo" },
    END,
};

static int judge_genesis(struct reading *reading, const char *key, const struct yaml_node *node)
{
    size_t digits = 0;
    while (node->kind == YAML_SCALAR && digits < node->text_bytes &&
           ((node->text[digits] >= '0' && node->text[digits] <= '9') ||
            (node->text[digits] >= 'a' && node->text[digits] <= 'f')))
        digits++;
    if (node->kind == YAML_SCALAR && digits == node->text_bytes && digits == 40)
        return 0;
    return reading_complain(reading, "value", node->where,
                            _("'%s' is the full id of a commit, 40 hexadecimal digits"), key);
}

/* By git check-ref-format(1), and not one that holds posts: the records share no history with it.
 */
static int judge_ledger_branch(struct reading *reading, const char *key,
                               const struct yaml_node *node)
{
    const char *branch;
    if (value_line(&branch, reading, key, node) != 0)
        return -1;
    size_t bytes = strlen(branch);
    if (strpbrk(branch, " ~^:?*[\\") || strstr(branch, "..") || strstr(branch, "@{") ||
        strstr(branch, "//") || strstr(branch, "/.") || strchr("/.-", branch[0]) ||
        strchr("/.", branch[bytes - 1]) || text_ends_with(branch, ".lock") ||
        text_equal(branch, "@") || text_equal(branch, "HEAD") || text_starts_with(branch, "refs/"))
        return reading_complain(reading, "value", node->where,
                                _("'%s' is no name that git takes for a branch: write "
                                  "`pregon-ledger`"),
                                reading_excerpt(reading, branch));
    if (text_equal(branch, "main") || text_equal(branch, "master"))
        return reading_complain(reading, "value", node->where,
                                _("the records need a branch of their own, and '%s' holds posts: "
                                  "write `pregon-ledger`"),
                                branch);
    return 0;
}

static const struct form ledger_keys[] = {
    { .name = "branch",
      .summary = N_("where the records stand, never a branch with posts"),
      .kind = FORM_OWN,
      .judge = judge_ledger_branch },
    { .name = "remote",
      .summary = N_("the remote of records and posts, or the address of another repository"),
      .kind = FORM_LINE },
    { .name = "genesis",
      .summary = N_("the ledger's first commit: with it, one that was replaced stops everything"),
      .kind = FORM_OWN,
      .judge = judge_genesis },
    END,
};
static const struct form keys[] = {
    { .name = "name", .summary = N_("the brand's name"), .kind = FORM_LINE, .is_required = true },
    { .name = "languages",
      .summary = N_("the first is the language of what says no other"),
      .kind = FORM_LANGUAGES,
      .is_required = true },
    { .name = "voice", .summary = N_("the tone rules"), .kind = FORM_MAP, .inside = voice_keys },
    { .name = "posts",
      .summary =
          N_("rules on hashtags, emoji and alternative texts: by default, account or network"),
      .kind = FORM_NAMED,
      .inside = &post_rules },
    { .name = "disclosure",
      .summary = N_("how paid posts are marked"),
      .kind = FORM_MAP,
      .inside = disclosure_keys },
    { .name = "links",
      .summary = N_("what is done to addresses, and which are not allowed"),
      .kind = FORM_MAP,
      .inside = link_keys },
    { .name = "competitors",
      .summary = N_("names that posts should not bear"),
      .kind = FORM_NAMES },
    { .name = "trademarks",
      .summary = N_("names that must be written just so"),
      .kind = FORM_NAMES },
    { .name = "contacts",
      .summary = N_("your own telephone numbers, mail addresses and bank accounts"),
      .kind = FORM_NAMES },
    { .name = "formality",
      .summary = N_("how you address people in Spanish"),
      .kind = FORM_WORD,
      .words = "tú|usted|vos|none" },
    { .name = "media",
      .summary = N_("what is done to pictures before they are sent"),
      .kind = FORM_MAP,
      .inside = media_keys },
    { .name = "approvals",
      .summary = N_("who must say yes to what"),
      .kind = FORM_MAPS,
      .inside = approval_keys },
    { .name = "publish", .summary = N_("what is sent"), .kind = FORM_MAP, .inside = publish_keys },
    { .name = "ledger",
      .summary = N_("where the records are"),
      .kind = FORM_MAP,
      .inside = ledger_keys },
    { .name = "site",
      .summary = N_("where the site of `build` stands, and the pages of the git host"),
      .kind = FORM_MAP,
      .inside = site_keys },
    END,
};

const struct form brand_form = { .kind = FORM_MAP, .inside = keys };

void brand_set_defaults(struct brand *brand)
{
    brand->ledger_branch = "pregon-ledger";
    brand->fits_media = true;
    brand->strips_metadata = true;
}

static void read_utm(struct brand *brand, const struct yaml_node *links)
{
    const struct yaml_node *utm = links ? yaml_get(links, "utm") : NULL;
    brand->has_utm = utm != NULL;
    brand->utm = (struct utm){
        .source = form_line_of(utm, "source"),
        .medium = form_line_of(utm, "medium"),
        .campaign = form_line_of(utm, "campaign"),
    };
}

static void read_post_facts(struct brand *brand, struct arena *arena, const struct yaml_node *root)
{
    static const char *const formalities[] = { "none", "tú", "usted", "vos" };
    const struct yaml_node *links = yaml_get(root, "links");
    const struct yaml_node *disclosure = yaml_get(root, "disclosure");
    const char *formality = form_line_of(root, "formality");
    brand->link_hosts = form_names_of(arena, links, "hosts");
    brand->denied_hosts = form_names_of(arena, links, "deny-hosts");
    brand->disclosures = form_names_of(arena, disclosure, "texts");
    brand->disclosure_within = form_number_of(disclosure, "within", 0);
    brand->competitors = form_names_of(arena, root, "competitors");
    brand->trademarks = form_names_of(arena, root, "trademarks");
    brand->contacts = form_names_of(arena, root, "contacts");
    for (enum formality i = FORMALITY_NONE; formality && i <= FORMALITY_VOS; i++) {
        if (text_equal(formality, formalities[i]))
            brand->formality = i;
    }
}

void brand_read_identity(struct workspace *workspace, struct reading *reading,
                         const struct yaml_node *root)
{
    struct brand *brand = &workspace->brand;
    form_check(reading, keys, "brand.yml", root);
    if (root->kind != YAML_MAP)
        return;
    const struct yaml_node *publish = yaml_get(root, "publish");
    const struct yaml_node *ledger = yaml_get(root, "ledger");
    const struct yaml_node *media = yaml_get(root, "media");
    const char *branch = form_line_of(ledger, "branch");
    brand->name = form_line_of(root, "name");
    brand->languages = form_names_of(reading->arena, root, "languages");
    read_utm(brand, yaml_get(root, "links"));
    read_post_facts(brand, reading->arena, root);
    if (text_equal(form_line_of(publish, "recheck"), "error"))
        brand->recheck = RECHECK_ERROR;
    brand->publish_branch = form_line_of(publish, "branch");
    if (branch)
        brand->ledger_branch = branch;
    if (branch && text_equal(branch, brand->publish_branch))
        reading_complain(reading, "value", yaml_get(ledger, "branch")->where,
                         _("the records need a branch of their own, and '%s' holds posts: write "
                           "`pregon-ledger`"),
                         branch);
    brand->ledger_remote = form_line_of(ledger, "remote");
    brand->ledger_genesis = form_line_of(ledger, "genesis");
    brand->fits_media = !text_equal(form_line_of(media, "fit"), "off");
    brand->strips_metadata = !text_equal(form_line_of(media, "strip"), "off");
    brand->site_url = form_line_of(yaml_get(root, "site"), "url");
    brand->repository_url = form_line_of(yaml_get(root, "site"), "repository");
    brand->forge = form_line_of(yaml_get(root, "site"), "forge");
    brand->approvals = yaml_get(root, "approvals");
    brand->root = root;
}
