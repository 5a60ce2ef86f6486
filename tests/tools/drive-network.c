/* drive-network NETWORK CASE: runs one driver against the answers of a case, and prints what it
 * asks and what becomes of it. tests/run-cases compares that with the case's `expect`.
 *
 * The case is a folder: the post and its pictures stand in it, and
 *   reply-1, reply-2 …  the answers to what the driver asks, in order: a status, headers, an empty
 *                       line, a body; or the word `lost` or `not-sent`, and why
 *   login-1, login-2 …  the same for logging in, which is shown then; else publish/.base/login/
 *   again-1, again-2 …  the same for logging in once more
 *   lookup              (empty) the driver looks for the post instead of sending it
 *   record              what an earlier attempt left: `attempt 2`, `claimed TIME`, `clock SECONDS`,
 *                       `first-try 1 TIME`, `part 1 sent ID URL`, `prepared 1`,
 *                       `slot 1 cid bafy…`, a line each
 *   payload.json        the frozen payload of that attempt, instead of the post's
 *   now                 the time it is
 *   accounts.yml        instead of publish/.base/brand/accounts.yml */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "brand/brand.h"
#include "calendar/calendar.h"
#include "content/posts.h"
#include "io/tree_internal.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "model/finding.h"
#include "model/moment.h"
#include "model/network.h"
#include "model/post.h"
#include "model/record.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "networks/networks.h"
#include "publish/attempt.h"

enum { MAX_STEPS = 200, MAX_HEADERS = 32, MAX_LINE_BYTES = 4096, NOW_UTC = 1795509004 };

static const char base_folder[] = "tests/cases/publish/.base";

struct lab {
    struct arena arena;
    const char *folder; /* of the case */
    const char *name;   /* its last segment */
    struct workspace workspace;
    const struct account *account;
    int64_t now_utc;
    struct record record;
    struct session session;
    bool is_wrong; /* the case and the driver disagree about how many answers there are */
};

static void file_close(FILE **file)
{
    if (*file)
        fclose(*file);
}

static void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(4);
}

/* A file's text, or NULL where there is none. */
static char *read_file(struct arena *arena, const char *folder, const char *name, size_t *bytes)
{
    CLEANUP(file_close) FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name), "rb");
    if (!file)
        return NULL;
    char *text = arena_alloc(arena, LIMIT_REPLY_BYTES + 1);
    *bytes = fread(text, 1, LIMIT_REPLY_BYTES, file);
    return text;
}

/* The workspace: publish/.base with the case laid over it. Its pictures and its post are a bundle,
 * its accounts.yml and mentions.yml are the brand's. */

struct overlay {
    struct tree tree;
    struct tree *base, *own;
    const char *bundle; /* content/posts/<case> */
};

static void source_of(struct tree *tree, const char **path, struct tree **from)
{
    struct overlay *overlay = (struct overlay *)tree;
    size_t bundle_bytes = strlen(overlay->bundle);
    const char *name = *path + strlen("brand/");
    bool is_ours =
        text_equal(*path, "brand/accounts.yml") || text_equal(*path, "brand/mentions.yml");
    *from = overlay->base;
    if (text_starts_with(*path, overlay->bundle) && (*path)[bundle_bytes] == '/') {
        *path += bundle_bytes + 1;
        *from = overlay->own;
    } else if (is_ours && tree_has(overlay->own, name)) {
        *path = name;
        *from = overlay->own;
    }
}

/* The files that only this tool reads. */
static bool is_of_the_case(const char *name)
{
    static const char *const starts[] = { "reply-", "login-", "again-", NULL };
    static const char *const names[] = { "lookup", "record",       "payload.json", "now",
                                         "expect", "accounts.yml", "mentions.yml", NULL };
    for (size_t i = 0; starts[i]; i++)
        if (text_starts_with(name, starts[i]))
            return true;
    for (size_t i = 0; names[i]; i++)
        if (text_equal(name, names[i]))
            return true;
    return false;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct tree_file *)a)->path, ((const struct tree_file *)b)->path);
}

static int overlay_list(struct tree *tree, struct arena *arena, const char *folder,
                        struct tree_file **files, size_t *count, struct err *err)
{
    struct overlay *overlay = (struct overlay *)tree;
    struct tree_file *base, *own;
    size_t base_count, own_count, all = 0;
    if (tree_list(overlay->base, arena, folder, &base, &base_count, err) != 0 ||
        tree_list(overlay->own, arena, "", &own, &own_count, err) != 0)
        return -1;
    struct tree_file *out = arena_alloc_array(arena, base_count + own_count, sizeof *out);
    for (size_t i = 0; i < base_count; i++)
        out[all++] = base[i];
    size_t folder_bytes = strlen(folder);
    for (size_t i = 0; i < own_count; i++) {
        struct tree_file file = own[i];
        file.path = arena_printf(arena, "%s/%s", overlay->bundle, own[i].path);
        bool is_below = folder_bytes == 0 ||
                        (text_starts_with(file.path, folder) && file.path[folder_bytes] == '/');
        if (is_below && !is_of_the_case(own[i].path))
            out[all++] = file;
    }
    qsort(out, all, sizeof *out, compare_files);
    *files = out;
    *count = all;
    return 0;
}

static bool overlay_has(struct tree *tree, const char *path)
{
    struct tree *from;
    source_of(tree, &path, &from);
    return tree_has(from, path);
}

static int overlay_read(struct tree *tree, struct arena *arena, const char *path,
                        size_t limit_bytes, char **data, size_t *bytes, struct err *err)
{
    struct tree *from;
    source_of(tree, &path, &from);
    return tree_read(from, arena, path, limit_bytes, data, bytes, err);
}

static int overlay_read_head(struct tree *tree, struct arena *arena, const char *path,
                             size_t limit_bytes, char **data, size_t *bytes, uint64_t *file_bytes,
                             struct err *err)
{
    struct tree *from;
    source_of(tree, &path, &from);
    return tree_read_head(from, arena, path, limit_bytes, data, bytes, file_bytes, err);
}

static int overlay_blob_id(struct tree *tree, struct arena *arena, const char *path,
                           const char **id, struct err *err)
{
    struct tree *from;
    source_of(tree, &path, &from);
    return tree_blob_id(from, arena, path, id, err);
}

static int overlay_share(struct tree **out, struct tree *tree, struct err *err)
{
    (void)out;
    (void)tree;
    return err_set(err, ERR_SYSTEM, "a case is read by one thread");
}

static void overlay_close(struct tree *tree)
{
    struct overlay *overlay = (struct overlay *)tree;
    tree_close(&overlay->base);
    tree_close(&overlay->own);
}

static const struct tree_source overlay_source = {
    .list = overlay_list,
    .has = overlay_has,
    .read = overlay_read,
    .read_head = overlay_read_head,
    .blob_id = overlay_blob_id,
    .share = overlay_share,
    .close = overlay_close,
};

static void show_findings(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        printf("! %s:%u: %s\n", findings->items[i].path, findings->items[i].where.line,
               findings->items[i].message);
}

/* The frozen payload of the case's post. */
static const char *freeze(struct lab *lab, struct post *post, size_t *bytes)
{
    struct account_post mine;
    struct rendering rendering;
    post_for_account(&mine, &lab->arena, post, lab->account, &lab->workspace);
    lab->record.due_utc = mine.due_utc;
    lab->account->network->render(&rendering, &lab->arena, &mine, &lab->workspace);
    for (size_t i = 0; i < rendering.loss_count; i++)
        printf("~ %s\n", rendering.losses[i].sentence);
    struct freeze_facts facts = { .due_utc = mine.due_utc, .now_utc = lab->now_utc };
    return networks_payload(&lab->arena, &rendering, &facts, bytes);
}

/* Loads the workspace and the post; the payload's text. */
static const char *load(struct lab *lab, const char *network, size_t *bytes)
{
    struct err err = { 0 };
    struct findings findings = { .arena = &lab->arena };
    struct overlay overlay = { .tree.source = &overlay_source,
                               .bundle = arena_printf(&lab->arena, "content/posts/%s", lab->name) };
    struct post_list list;
    if (tree_open_folder(&overlay.base, base_folder, &err) != 0 ||
        tree_open_folder(&overlay.own, lab->folder, &err) != 0 ||
        brand_load(&lab->workspace, &lab->arena, &overlay.tree, &findings, &err) != 0)
        die(lab->folder, err.text);
    networks_bind(&lab->workspace, &findings);
    if (calendar_load(&lab->workspace, &lab->arena, &overlay.tree, &findings, &err) != 0 ||
        post_list_build(&list, &lab->arena, &overlay.tree, &lab->workspace, &findings, &err) != 0)
        die(lab->folder, err.text);
    for (size_t i = 0; i < lab->workspace.account_count && !lab->account; i++)
        if (text_equal(lab->workspace.accounts[i].network_name, network))
            lab->account = &lab->workspace.accounts[i];
    if (!lab->account || !lab->account->network)
        die(network, "no account of that network");

    char *payload = read_file(&lab->arena, lab->folder, "payload.json", bytes);
    lab->record.post = lab->name;
    if (!payload && list.count == 1) {
        struct post post = { 0 };
        if (post_load(&post, &lab->arena, &overlay.tree, &list.items[0], &lab->workspace, &findings,
                      &err) != 0)
            die(lab->folder, err.text);
        show_findings(&findings);
        lab->record.post = post.id;
        payload = (char *)(uintptr_t)freeze(lab, &post, bytes);
    } else {
        show_findings(&findings);
    }
    overlay_close(&overlay.tree);
    return payload;
}

/* What an earlier attempt left. */
static void read_record(struct lab *lab, size_t part_count)
{
    struct record *record = &lab->record;
    size_t bytes;
    char word[MAX_LINE_BYTES], value[MAX_LINE_BYTES], more[MAX_LINE_BYTES];
    record->part_count = part_count;
    record->parts = arena_alloc_array(&lab->arena, part_count, sizeof *record->parts);
    for (size_t i = 0; i < part_count; i++)
        record->parts[i].first_try_utc = NO_TIME;
    char *text = read_file(&lab->arena, lab->folder, "record", &bytes);
    for (char *line = text; line && *line; line += strcspn(line, "\n") + 1) {
        unsigned number;
        struct moment moment;
        char end = line[strcspn(line, "\n")];
        line[strcspn(line, "\n")] = '\0';
        if (sscanf(line, "attempt %u", &number) == 1) {
            record->attempt = (int)number;
        } else if (sscanf(line, "clock %u", &number) == 1) {
            record->clock_offset_s = (int64_t)number;
        } else if (sscanf(line, "claimed %4095s", value) == 1 &&
                   moment_parse(&moment, value) == 0) {
            record->claimed_utc = moment.utc;
        } else if (sscanf(line, "first-try %u %4095s", &number, value) == 2 && number >= 1 &&
                   number <= part_count && moment_parse(&moment, value) == 0) {
            record->parts[number - 1].first_try_utc = moment.utc;
        } else if (sscanf(line, "prepared %u", &number) == 1 && number >= 1 &&
                   number <= part_count) {
            record->parts[number - 1].state = RECORD_PREPARED;
        } else if (sscanf(line, "part %u sent %4095s %4095s", &number, value, more) == 3 &&
                   number >= 1 && number <= part_count) {
            record->parts[number - 1].state = RECORD_SENT;
            record->parts[number - 1].id = arena_strdup(&lab->arena, value);
            record->parts[number - 1].url = arena_strdup(&lab->arena, more);
        } else if (sscanf(line, "slot %u %4095s %4095s", &number, word, value) == 3 &&
                   number >= 1 && number <= part_count) {
            struct record_part *part = &record->parts[number - 1];
            struct slot *slots =
                arena_alloc_array(&lab->arena, part->slot_count + 1, sizeof *slots);
            if (part->slot_count)
                memcpy(slots, part->slots, part->slot_count * sizeof *slots);
            slots[part->slot_count++] =
                (struct slot){ arena_strdup(&lab->arena, word), arena_strdup(&lab->arena, value) };
            part->slots = slots;
        } else {
            die("record", line);
        }
        if (!end)
            break;
        line[strlen(line)] = end;
    }
}

/* What is shown. */

static const char *visible(struct lab *lab, const char *text)
{
    return unicode_visible(&lab->arena, text, strlen(text), false);
}

static void put_pieces(struct text_buffer *out, const struct piece *pieces, size_t count,
                       const struct json *media)
{
    for (size_t i = 0; i < count; i++) {
        const struct json *file = media ? media->first : NULL;
        switch (pieces[i].kind) {
        case PIECE_BYTES:
            text_append(out, pieces[i].bytes, pieces[i].byte_count);
            break;
        case PIECE_SECRET:
        case PIECE_SECRET_JSON:
            text_puts(out, "<secret>");
            break;
        case PIECE_TOKEN:
            text_puts(out, "<token>");
            break;
        case PIECE_MEDIA:
            for (size_t j = 0; file && j < pieces[i].media; j++)
                file = file->next;
            text_printf(out, "<media %zu: %lld bytes>", pieces[i].media,
                        (long long)json_get_integer(file, "bytes", -1));
            break;
        }
    }
}

/* JSON is laid out, all else shown as it is, two columns in. */
static void show_body(struct lab *lab, const char *body)
{
    struct err ignored;
    const struct json *json;
    if (!*body)
        return;
    if (json_parse(&json, &lab->arena, body, strlen(body), &ignored) == 0) {
        struct text_buffer out = text_buffer_in(&lab->arena, LIMIT_RENDERED_BYTES);
        struct json_writer writer = json_writer_to(&out, JSON_INDENTED);
        json_put(&writer, NULL, json);
        body = text_end(&out);
    }
    while (*body) {
        size_t bytes = strcspn(body, "\n");
        bool has_return = bytes > 0 && body[bytes - 1] == '\r';
        printf("  %s\n",
               visible(lab, arena_strndup(&lab->arena, body, bytes - (has_return ? 1 : 0))));
        body += body[bytes] ? bytes + 1 : bytes;
    }
}

static void show_request(struct lab *lab, const struct driver *driver,
                         const struct request *request)
{
    const struct json *media = json_get(driver->payload, "media");
    printf("> %s %s%s\n", request->method, visible(lab, request->url),
           request->is_create ? " (create)" : "");
    printf("  # %s\n", visible(lab, request->what));
    for (size_t i = 0; i < request->header_count; i++) {
        struct text_buffer value = text_buffer_in(&lab->arena, LIMIT_REPLY_HEADER_BYTES);
        put_pieces(&value, request->headers[i].pieces, request->headers[i].piece_count, media);
        printf("  %s: %s\n", request->headers[i].name, visible(lab, text_end(&value)));
    }
    struct text_buffer body = text_buffer_in(&lab->arena, LIMIT_RENDERED_BYTES);
    put_pieces(&body, request->body, request->body_count, media);
    show_body(lab, text_end(&body));
}

static void show_record(struct lab *lab)
{
    for (size_t i = 0; i < lab->record.part_count; i++) {
        const struct record_part *part = &lab->record.parts[i];
        bool is_sent = part->state == RECORD_SENT;
        printf("part %zu%s%s%s%s\n", i + 1, is_sent ? " sent " : " open", is_sent ? part->id : "",
               is_sent ? " " : "", is_sent ? part->url ? part->url : "(no address)" : "");
        for (size_t j = 0; j < part->slot_count; j++)
            printf("  %s: %s\n", part->slots[j].name, visible(lab, part->slots[j].value));
    }
    if (lab->record.is_altered)
        puts("altered");
}

static void show_session(const struct session *session)
{
    printf("session %s %s at %s, class %c\n", session->identity, session->handle, session->service,
           session->class_letter);
    if (session->server)
        printf("  server %s, text %zu, media %zu, alt %zu\n", session->server, session->text_limit,
               session->limits.media, session->limits.alt_codepoints);
}

static void show_verdict(struct lab *lab, const struct step *step)
{
    static const char *const names[] = {
        [STEP_DONE] = "done", [STEP_REFUSED] = "refused", [STEP_AUTH] = "auth",
        [STEP_BUSY] = "busy", [STEP_UNKNOWN] = "unknown", [STEP_LOGIN] = "login"
    };
    printf("= %s", names[step->kind]);
    if (step->wait_ms)
        printf(", wait %lld ms", (long long)step->wait_ms);
    if (step->code)
        printf(", %s: %s", visible(lab, step->code),
               visible(lab, step->message ? step->message : ""));
    putchar('\n');
    if (step->remedy)
        printf("  %s\n", step->remedy);
}

/* Answers. */

static void read_headers(struct lab *lab, struct reply *reply, char **at)
{
    struct reply_header *headers = arena_alloc_array(&lab->arena, MAX_HEADERS, sizeof *headers);
    reply->headers = headers;
    while (**at && **at != '\n' && reply->header_count < MAX_HEADERS) {
        size_t bytes = strcspn(*at, "\n");
        size_t name_bytes = strcspn(*at, ":");
        char *name = arena_strndup(&lab->arena, *at, name_bytes);
        for (char *c = name; *c; c++)
            if (*c >= 'A' && *c <= 'Z')
                *c = (char)(*c - 'A' + 'a');
        const char *value = *at + name_bytes + 1;
        value += strspn(value, " ");
        headers[reply->header_count++] =
            (struct reply_header){ name, arena_strndup(&lab->arena, value,
                                                       (size_t)(*at + bytes - value)) };
        *at += bytes + ((*at)[bytes] == '\n');
    }
    *at += **at == '\n';
}

static bool read_reply(struct lab *lab, struct reply *out, const char *name)
{
    size_t bytes;
    char *text = read_file(&lab->arena, lab->folder, name, &bytes);
    if (!text && text_starts_with(name, "reply-"))
        return false;
    if (!text)
        text = read_file(&lab->arena, base_folder,
                         arena_printf(&lab->arena, "login/%s-%s", lab->account->network->name,
                                      strchr(name, '-') + 1),
                         &bytes);
    if (!text)
        return false;
    char *at = text + strcspn(text, "\n");
    char *first = arena_strndup(&lab->arena, text, (size_t)(at - text));
    at += *at == '\n';
    *out = (struct reply){ .kind = REPLY_ANSWER, .sent_bytes = -1 };
    size_t word_bytes = strcspn(first, " ");
    if (strncmp(first, "lost", word_bytes) == 0 || strncmp(first, "not-sent", word_bytes) == 0) {
        out->kind = first[0] == 'l' ? REPLY_LOST : REPLY_NOT_SENT;
        out->problem = first[word_bytes] ? first + word_bytes + 1 : NULL;
        return true;
    }
    out->status = (int)text_number(first, word_bytes, 999);
    read_headers(lab, out, &at);
    out->body = at;
    out->body_bytes = bytes - (size_t)(at - text);
    return true;
}

static void show_reply(const struct reply *reply)
{
    if (reply->kind == REPLY_ANSWER)
        printf("< %d\n", reply->status);
    else
        printf("< %s\n", reply->kind == REPLY_LOST ? "lost" : "not sent");
}

/* Runs. */

typedef struct step run(struct driver *driver, const struct reply *reply);

static struct step drive(struct lab *lab, struct driver *driver, run *next, const char *replies,
                         bool is_shown);

static struct driver driver_of(struct lab *lab, const struct json *payload)
{
    return (struct driver){ .network = lab->account->network,
                            .account = lab->account,
                            .arena = &lab->arena,
                            .payload = payload,
                            .record = &lab->record,
                            .session = &lab->session,
                            .now_utc = lab->now_utc };
}

/* Whether there is a session now. */
static bool log_in(struct lab *lab, const char *replies)
{
    size_t bytes;
    bool is_shown =
        read_file(&lab->arena, lab->folder, arena_printf(&lab->arena, "%s1", replies), &bytes);
    struct driver driver = driver_of(lab, NULL);
    struct step step = drive(lab, &driver, lab->account->network->login, replies, is_shown);
    if (step.kind != STEP_DONE)
        show_verdict(lab, &step);
    else if (is_shown)
        show_session(&lab->session);
    return step.kind == STEP_DONE;
}

static struct step drive(struct lab *lab, struct driver *driver, run *next, const char *replies,
                         bool is_shown)
{
    struct reply reply = { .kind = REPLY_START };
    struct step step = { .kind = STEP_UNKNOWN, .code = "endless", .message = "it goes on and on" };
    int number = 0;
    for (int i = 0; i < MAX_STEPS; i++) {
        step = next(driver, &reply);
        if (step.kind == STEP_SEND) {
            const char *name = arena_printf(&lab->arena, "%s%d", replies, ++number);
            if (is_shown)
                show_request(lab, driver, &step.request);
            if (!read_reply(lab, &reply, name)) {
                printf("! there is no %s\n", name);
                lab->is_wrong = true;
                return step;
            }
            if (is_shown)
                show_reply(&reply);
        } else if (step.kind == STEP_WAIT) {
            printf("wait %lld ms\n", (long long)step.wait_ms);
            reply = (struct reply){ .kind = REPLY_WAITED };
        } else if (step.kind == STEP_SAVE || step.kind == STEP_PREPARED) {
            if (step.kind == STEP_PREPARED)
                attempt_prepare(driver->record, driver->part);
            puts(step.kind == STEP_PREPARED ? "prepared" : "save");
            show_record(lab);
            reply = (struct reply){ .kind = REPLY_SAVED };
        } else if (step.kind == STEP_LOGIN && driver->payload) {
            show_verdict(lab, &step);
            if (!log_in(lab, "again-"))
                return step;
            reply = (struct reply){ .kind = REPLY_LOGGED_IN };
        } else {
            break;
        }
    }
    const char *unasked = arena_printf(&lab->arena, "%s%d", replies, number + 1);
    size_t bytes;
    if (read_file(&lab->arena, lab->folder, unasked, &bytes)) {
        printf("! nobody asked for %s\n", unasked);
        lab->is_wrong = true;
    }
    return step;
}

static void deliver(struct lab *lab, const struct json *payload)
{
    static const char *const found[] = {
        [LOOKUP_FOUND] = "found", [LOOKUP_ABSENT] = "absent", [LOOKUP_UNCLEAR] = "unclear"
    };
    size_t bytes;
    bool is_lookup = read_file(&lab->arena, lab->folder, "lookup", &bytes);
    struct driver driver = driver_of(lab, payload);
    const struct network *network = lab->account->network;
    struct step step =
        drive(lab, &driver, is_lookup ? network->lookup : network->next, "reply-", true);
    if (is_lookup && step.kind == STEP_DONE)
        printf("= %s\n", found[step.found]);
    else if (step.kind != STEP_SEND)
        show_verdict(lab, &step);
    show_record(lab);
}

int main(int argc, char **argv)
{
    static struct lab lab;
    struct err err = { 0 };
    struct moment now;
    const struct json *payload;
    size_t bytes = 0;
    if (argc != 3)
        die("usage", "drive-network NETWORK CASE");
    lab.folder = argv[2];
    const char *slash = strrchr(lab.folder, '/');
    lab.name = slash ? slash + 1 : lab.folder;
    char *time = read_file(&lab.arena, lab.folder, "now", &bytes);
    if (time)
        time[strcspn(time, "\n")] = '\0';
    lab.now_utc = time && moment_parse(&now, time) == 0 ? now.utc : NOW_UTC;
    const char *text = load(&lab, argv[1], &bytes);
    if (!text || json_parse(&payload, &lab.arena, text, bytes, &err) != 0)
        die(lab.folder, text ? err.text : "there is no post");
    lab.record.account = lab.account->id;
    lab.record.network = lab.account->network->name;
    lab.record.attempt = 1;
    lab.record.claimed_utc = lab.now_utc;
    const struct json *parts = json_get(payload, "parts");
    read_record(&lab, parts ? parts->count : 0);
    if (log_in(&lab, "login-")) {
        lab.record.class_letter = lab.session.class_letter;
        deliver(&lab, payload);
    }
    arena_release(&lab.arena);
    return lab.is_wrong;
}
