/* Flow: one walk over the tree; what readers can press in plain words is found at the end. */
#include "render/flow.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "model/document.h"
#include "model/network.h"
#include "model/workspace.h"
#include "render/address.h"
#include "render/entities.h"
#include "render/losses.h"

void flow_begin(struct flow *flow, struct arena *arena, enum flow_links links,
                const struct account_post *post, const struct workspace *workspace,
                struct losses *losses)
{
    flow->arena = arena;
    flow->losses = losses;
    flow->post = post;
    flow->workspace = workspace;
    flow->links = links;
    flow->text = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    flow->facets = (struct facets){ .arena = arena };
    flow->newlines = 0;
    flow->is_at_start = true;
    flow->has_gap = flow->is_in_link = false;
    flow->margin_count = 0;
    flow->node = NULL;
    flow->pieces = NULL;
    flow->piece_count = flow->piece_capacity = 0;
}

/* --- lines --- */

static void owe(struct flow *flow, int newlines)
{
    if (flow->newlines < newlines)
        flow->newlines = newlines;
}

/* What of the text's end is among `blanks` goes, and with it the ends of what told of it. */
static void trim_end(struct flow *flow, const char *blanks)
{
    struct text_buffer *text = &flow->text;
    while (text->bytes && strchr(blanks, text->at[text->bytes - 1]))
        text->at[--text->bytes] = '\0';
    while (flow->piece_count && flow->pieces[flow->piece_count - 1].at >= text->bytes)
        flow->piece_count--;
    if (flow->piece_count) {
        struct rendered_piece *last = &flow->pieces[flow->piece_count - 1];
        size_t most = text->bytes - last->at;
        last->bytes = last->bytes < most ? last->bytes : most;
    }
    facets_cut(&flow->facets, text->bytes);
}

static void put_margins(struct flow *flow, bool is_blank_line)
{
    for (size_t i = 0; i < flow->margin_count; i++) {
        struct flow_margin *margin = &flow->margins[i];
        if (is_blank_line && !margin->is_begun)
            break;
        text_puts(&flow->text, margin->is_begun ? margin->rest : margin->first);
        margin->is_begun = margin->is_begun || !is_blank_line;
    }
    if (is_blank_line)
        trim_end(flow, " ");
}

/* Writes the line breaks that are owed, and the new line's margins. */
static void start_line(struct flow *flow)
{
    if (flow->text.bytes && flow->newlines) {
        if (flow->has_gap)
            trim_end(flow, " ");
        for (; flow->newlines > 1; flow->newlines--) {
            text_putc(&flow->text, '\n');
            put_margins(flow, true);
        }
        text_putc(&flow->text, '\n');
        flow->is_at_start = true;
    }
    flow->newlines = 0;
    if (flow->is_at_start)
        put_margins(flow, false);
    flow->is_at_start = false;
}

static bool ends_with_space(const struct flow *flow)
{
    return flow->newlines || !flow->text.bytes || flow->text.at[flow->text.bytes - 1] == ' ';
}

static void add_piece(struct flow *flow, size_t start_byte, const char *text)
{
    const struct node *node = flow->node;
    bool is_of_node = node && node->text && text >= node->text &&
                      text <= node->text + node->text_bytes && node->kind != NODE_MENTION;
    flow->pieces = list_grow(flow->arena, flow->pieces, flow->piece_count, &flow->piece_capacity,
                             sizeof *flow->pieces);
    flow->pieces[flow->piece_count++] = (struct rendered_piece){
        .at = start_byte,
        .bytes = flow->text.bytes - start_byte,
        .node = node,
        .node_at = is_of_node ? (size_t)(text - node->text) : SIZE_MAX,
        .key = node ? POST_KEY_COUNT : flow->key,
        .where = node ? node->where : flow->where,
    };
}

static void begin_key(struct flow *flow, enum post_key key, const struct span *where)
{
    flow->node = NULL;
    flow->key = key;
    flow->where = *where;
}

/* Text without line breaks; how many of its bytes were written. */
static size_t put(struct flow *flow, const char *text, size_t bytes)
{
    if (flow->has_gap && ends_with_space(flow)) {
        while (bytes && *text == ' ') {
            text++;
            bytes--;
        }
    }
    if (!bytes)
        return 0;
    start_line(flow);
    flow->has_gap = false;
    size_t start_byte = flow->text.bytes;
    if (flow->is_in_link && flow->link_start_byte == SIZE_MAX)
        flow->link_start_byte = start_byte;
    text_append(&flow->text, text, bytes);
    if (flow->post->wants_pieces)
        add_piece(flow, start_byte, text);
    return flow->text.bytes - start_byte;
}

/* --- facets --- */

/* Where links are words alone, their facets still tell which addresses the text holds. */
static bool has_facets(const struct flow *flow) { return flow->links != FLOW_ADDRESSES; }

/* Puts text that is one facet; a NULL target keeps facets away from it. */
static void put_facet(struct flow *flow, const char *text, size_t bytes, enum facet_kind kind,
                      const char *target)
{
    size_t written = put(flow, text, bytes);
    if (has_facets(flow) && !flow->is_in_link && written)
        facets_add(&flow->facets, &(struct facet){ .start_byte = flow->text.bytes - written,
                                                   .end_byte = flow->text.bytes,
                                                   .kind = kind,
                                                   .target = target });
}

/* Text that may hold line breaks: code, and words with `&#10;` in them. */
static void put_lines(struct flow *flow, const char *text, size_t bytes, bool is_code)
{
    const char *end = text + bytes;
    for (;;) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t line_bytes = (size_t)((stop ? stop : end) - text);
        if (is_code)
            put_facet(flow, text, line_bytes, FACET_LINK, NULL);
        else
            put(flow, text, line_bytes);
        if (!stop)
            return;
        flow->newlines++;
        text = stop + 1;
    }
}

/* --- inlines --- */

static void put_inlines(struct flow *flow, const struct node *node);

static void put_mention(struct flow *flow, const struct node *node)
{
    const struct mention *mention = workspace_mention(flow->workspace, node->text);
    if (!mention) {
        put(flow, node->text, node->text_bytes);
        return;
    }
    const char *handle = mention_handle(mention, flow->post->account->network_name);
    if (!handle) {
        put(flow, mention->name, strlen(mention->name));
        return;
    }
    if (*handle == '@')
        handle++;
    const char *text = arena_printf(flow->arena, "@%s", handle);
    put_facet(flow, text, strlen(text), FACET_MENTION, handle);
}

static void put_address(struct flow *flow, const char *address)
{
    put_facet(flow, address, strlen(address), FACET_LINK, address);
}

/* The mail address or number of `mailto:ana@horno.example?subject=Hola`. */
static const char *who(struct arena *arena, const char *url)
{
    url = strchr(url, ':') + 1;
    return arena_strndup(arena, url, strcspn(url, "?"));
}

/* Plain words; addresses of the brand's sites in them get their UTM parameters: in the text, or,
 * where a facet leads there, behind it. */
static void put_words(struct flow *flow, const char *text, size_t bytes)
{
    struct entity found;
    size_t done = 0;
    bool looks = flow->workspace->brand.has_utm && !flow->is_in_link && flow->links != FLOW_WORDS &&
                 text_find(text, bytes, "://");
    for (size_t at = 0; looks && entity_next(&found, text, bytes, at, ENTITY_ADDRESS);
         at = found.end_byte) {
        size_t start_byte = found.start_byte;
        size_t end_byte = facets_address_end(text, &found);
        const char *typed = arena_strndup(flow->arena, text + start_byte, end_byte - start_byte);
        const char *address = address_in_text(flow->arena, typed, flow->post, flow->workspace);
        if (text_equal(typed, address))
            continue;
        put_lines(flow, text + done, start_byte - done, false);
        const char *shown = has_facets(flow) ? typed : address;
        put_facet(flow, shown, strlen(shown), FACET_LINK, address);
        done = end_byte;
    }
    put_lines(flow, text + done, bytes - done, false);
}

/* What stands in parentheses behind a link's text, or NULL: nothing. */
static const char *address_to_show(struct flow *flow, const struct node *node)
{
    const char *url = node->url ? node->url : "";
    switch (address_kind(url)) {
    case ADDRESS_WEB:
        return address_in_text(flow->arena, url, flow->post, flow->workspace);
    case ADDRESS_PERSON:
        return flow->links == FLOW_WORDS ? NULL : who(flow->arena, url);
    case ADDRESS_RELATIVE:
        if (flow->links == FLOW_WORDS)
            return NULL;
        break;
    case ADDRESS_FORBIDDEN:
        break;
    }
    if (*url)
        losses_add(
            flow->losses, POST_KEY_COUNT,
            _("'%s' is no whole address, which begins with https://: only its text is shown"), url);
    return NULL;
}

static bool is_text(const struct flow *flow, size_t start_byte, size_t end_byte, const char *text)
{
    size_t bytes = strlen(text);
    return end_byte - start_byte == bytes && memcmp(flow->text.at + start_byte, text, bytes) == 0;
}

/* `<https://horno.example>`: its text is its address. */
static bool is_autolink(const struct node *node)
{
    return node->first && node->first == node->last && node->first->kind == NODE_TEXT &&
           text_equal(node->first->text, node->url);
}

static void put_link(struct flow *flow, const struct node *node)
{
    const char *address = address_to_show(flow, node);
    bool is_web = address && address_kind(node->url) == ADDRESS_WEB;
    if (is_web && !has_facets(flow) && is_autolink(node) && !text_equal(address, node->url)) {
        put(flow, address, strlen(address));
        return;
    }
    flow->is_in_link = true;
    flow->link_start_byte = SIZE_MAX;
    put_inlines(flow, node);
    flow->node = node;
    flow->is_in_link = false;
    if (!address || !*address)
        return;
    size_t start_byte = flow->link_start_byte;
    size_t end_byte = flow->text.bytes;
    while (end_byte > start_byte && flow->text.at[end_byte - 1] == ' ')
        end_byte--;
    /* Also where the link has no text of its own: start_byte is SIZE_MAX then. */
    if (start_byte >= end_byte) {
        put_address(flow, address);
        return;
    }
    bool is_itself = is_text(flow, start_byte, end_byte, address) ||
                     is_text(flow, start_byte, end_byte, node->url);
    if (is_web && has_facets(flow)) {
        facets_add(&flow->facets, &(struct facet){ .start_byte = start_byte,
                                                   .end_byte = end_byte,
                                                   .kind = FACET_LINK,
                                                   .target = address });
    } else if (!is_itself) {
        put(flow, " (", 2);
        put(flow, address, strlen(address));
        put(flow, ")", 1);
    }
}

static void put_inline(struct flow *flow, const struct node *node)
{
    flow->node = node;
    switch (node->kind) {
    case NODE_TEXT:
        put_words(flow, node->text, node->text_bytes);
        break;
    case NODE_SOFT_BREAK:
        owe(flow, 1);
        break;
    case NODE_HARD_BREAK:
        flow->newlines = flow->newlines ? 2 : 1;
        break;
    case NODE_CODE:
        put_lines(flow, node->text, node->text_bytes, true);
        break;
    case NODE_LINK:
        put_link(flow, node);
        break;
    case NODE_MENTION:
        put_mention(flow, node);
        break;
    case NODE_IMAGE:
    case NODE_HTML_INLINE:
        flow->has_gap = true;
        break;
    default:
        put_inlines(flow, node);
        break;
    }
}

static void put_inlines(struct flow *flow, const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next)
        put_inline(flow, child);
}

/* --- blocks --- */

static void put_all(struct flow *flow, const struct node *first, const struct node *end, int apart);

static void put_code_block(struct flow *flow, const struct node *node)
{
    size_t bytes = node->text_bytes;
    while (bytes && node->text[bytes - 1] == '\n')
        bytes--;
    flow->node = node;
    put_lines(flow, node->text, bytes, true);
}

static void put_within(struct flow *flow, const struct node *node, const char *first,
                       const char *rest, int apart)
{
    /* The tree is no deeper than there are margins; a deeper one would only lose its margin. */
    bool has_room = flow->margin_count < sizeof flow->margins / sizeof flow->margins[0];
    if (has_room)
        flow->margins[flow->margin_count++] = (struct flow_margin){ .first = first, .rest = rest };
    put_all(flow, node->first, NULL, apart);
    if (has_room)
        flow->margin_count--;
}

static void put_list(struct flow *flow, const struct node *list)
{
    int apart = list->is_tight ? 1 : 2;
    int number = list->level;
    for (const struct node *item = list->first; item; item = item->next) {
        const char *bullet = "• ";
        if (list->is_ordered)
            bullet = arena_printf(flow->arena, "%d. ", number++);
        if (item != list->first)
            owe(flow, apart);
        put_within(flow, item, bullet, "  ", apart);
    }
}

static void put_block(struct flow *flow, const struct node *node)
{
    switch (node->kind) {
    case NODE_PARAGRAPH:
    case NODE_HEADING:
        put_inlines(flow, node);
        break;
    case NODE_QUOTE:
        put_within(flow, node, "> ", "> ", 2);
        break;
    case NODE_LIST:
        put_list(flow, node);
        break;
    case NODE_CODE_BLOCK:
        put_code_block(flow, node);
        break;
    default:
        /* Comments are never sent; a rule inside a quote or list is the blank line around it. */
        break;
    }
}

static void put_all(struct flow *flow, const struct node *first, const struct node *end, int apart)
{
    for (const struct node *node = first; node && node != end; node = node->next) {
        if (node != first)
            owe(flow, apart);
        put_block(flow, node);
    }
}

void flow_put_blocks(struct flow *flow, const struct node *first, const struct node *end)
{
    owe(flow, 2);
    put_all(flow, first, end, 2);
}

/* --- what is added to a text --- */

static bool holds_address(const struct flow *flow, const char *address)
{
    return facets_hold_address(&flow->facets, flow->text.at, flow->text.bytes, address);
}

bool flow_put_address(struct flow *flow, const char *address, const char *plain)
{
    if (holds_address(flow, plain) || (!text_equal(plain, address) && holds_address(flow, address)))
        return false;
    owe(flow, 2);
    begin_key(flow, POST_LINK, &flow->post->fields.where[POST_LINK]);
    put_address(flow, address);
    return true;
}

void flow_find_hashtags(const struct flow *flow, struct hashtags *out)
{
    facets_find_hashtags(out, &flow->facets, flow->text.at, flow->text.bytes);
}

void flow_put_tags(struct flow *flow, const struct names *tags, struct hashtags *typed)
{
    const char **folded = arena_alloc_array(flow->arena, tags->count, sizeof *folded);
    size_t put_count = 0;
    for (size_t i = 0; i < tags->count; i++) {
        const char *tag = tags->items[i].text;
        const char *fold = unicode_fold(flow->arena, tag);
        size_t twin = 0;
        while (twin < put_count && strcmp(folded[twin], fold) != 0)
            twin++;
        if (!*tag || twin < put_count || hashtags_have(typed, fold))
            continue;
        begin_key(flow, POST_TAGS, &tags->items[i].where);
        if (put_count)
            put(flow, " ", 1);
        else
            owe(flow, 2);
        const char *text = arena_printf(flow->arena, "#%s", tag);
        put_facet(flow, text, strlen(text), FACET_TAG, tag);
        folded[put_count++] = fold;
    }
}

void flow_end(struct flow *flow, struct rendered_part *out)
{
    if (flow->has_gap)
        trim_end(flow, " \n");
    if (flow->links == FLOW_FACETS && flow->text.bytes)
        facets_complete(&flow->facets, flow->text.at, flow->text.bytes);
    if (flow->links == FLOW_WORDS)
        flow->facets.count = 0;
    out->text = text_end(&flow->text);
    out->text_bytes = flow->text.bytes;
    out->facets = flow->facets.items;
    out->facet_count = flow->facets.count;
    out->pieces = flow->pieces;
    out->piece_count = flow->piece_count;
    flow_begin(flow, flow->arena, flow->links, flow->post, flow->workspace, flow->losses);
}
