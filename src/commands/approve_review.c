/* Reviews into approvals. Nothing of the reviewed commit is run or obeyed: it is read as objects,
 * and who has which role the published branch says. */
#include "commands/approve_review.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/changes.h"
#include "commands/command.h"
#include "commands/consent.h"
#include "commands/desk.h"
#include "commands/people.h"
#include "commands/results.h"
#include "io/files.h"
#include "io/output.h"
#include "io/repo.h"
#include "io/standard_input.h"
#include "lib/json.h"
#include "lib/review.h"

struct found {
    struct ledger_approval entry;
    bool is_new;
};

struct intake {
    struct desk *desk;
    struct journal *journal;
    struct consent_subject subject; /* of the review at hand */
    struct changes changes;         /* of its posts */
    struct found *items;
    size_t count, capacity;
};

static void note(const struct desk *desk, const char *text)
{
    output_printf(desk->invocation->log, _("note: %s\n"), text);
}

static int read_reviews(struct review **out, size_t *count, struct arena *arena, const char *file,
                        struct err *err)
{
    char *text;
    size_t bytes;
    int status = text_equal(file, "-")
                     ? standard_input_read(arena, LIMIT_REPLY_BYTES, &text, &bytes, err)
                     : files_read(arena, file, LIMIT_REPLY_BYTES, &text, &bytes, err);
    if (status != 0 || review_parse(out, count, arena, text, bytes, err) != 0)
        return err_because(err, "--from-review");
    return 0;
}

/* --- who --- */

/* The reviewer, or NULL where the review approves nothing, and why. */
static const struct person *reviewer(const struct intake *intake, const struct review *review)
{
    const struct desk *desk = intake->desk;
    struct arena *arena = desk->invocation->arena;
    const struct workspace *workspace = &desk->project.workspace;
    const char *login = review->login ? review->login : "?";
    if (!review->is_approval) {
        note(desk, arena_printf(arena, _("the review of '%s' approves nothing (%s)"), login,
                                review->state));
        return NULL;
    }
    if (review->author && review->login &&
        text_equal_ignoring_case(review->author, review->login)) {
        note(desk, arena_printf(arena, _("'%s' reviewed a change of their own"), login));
        return NULL;
    }
    const struct person *person =
        review->login
            ? people_by_login(workspace, review->host == REVIEW_GITHUB ? HOST_GITHUB : HOST_GITLAB,
                              review->login)
            : NULL;
    if (!person || person->roles.count == 0) {
        note(desk, arena_printf(arena,
                                person ? _("'%s' has no role in brand/team.yml of the published "
                                           "branch")
                                       : _("nobody in brand/team.yml of the published branch has "
                                           "the login '%s'"),
                                login));
        return NULL;
    }
    return person;
}

/* --- which posts --- */

static int find_changes(struct intake *intake, const struct review *review, struct err *err)
{
    const struct desk *desk = intake->desk;
    struct repo *repo = desk->here.repo;
    const char *base = review->base ? review->base : intake->journal->content;
    const char *parted =
        repo_merge_base(repo, desk->invocation->arena, base, intake->subject.commit);
    if (!parted)
        return err_set(err, ERR_INPUT,
                       _("this clone does not know where the reviewed commit %.12s left %.12s: "
                         "fetch their whole history (fetch-depth: 0)"),
                       intake->subject.commit, base);
    return changes_since(&intake->changes, &intake->subject.project, repo, parted, err);
}

static bool has_changed(const struct intake *intake, const char *path)
{
    const struct changes *changes = &intake->changes;
    for (size_t i = 0; i < changes->changed_count; i++)
        if (text_equal(changes->changed[i], path))
            return true;
    return false;
}

/* Without loading it: its own files, or media that any post may use. */
static bool may_have_changed(const struct intake *intake, const struct post_entry *entry)
{
    const struct changes *changes = &intake->changes;
    for (size_t i = 0; i < changes->changed_count; i++)
        if (text_starts_with(changes->changed[i], "content/media/") ||
            text_starts_with(changes->changed[i], entry->folder))
            return true;
    return false;
}

static bool is_changed(const struct intake *intake, const struct post *post)
{
    for (size_t i = 0; i < post->source_count; i++)
        if (has_changed(intake, post->sources[i].path))
            return true;
    for (size_t i = 0; i < post->used_path_count; i++)
        if (has_changed(intake, post->used_paths[i]))
            return true;
    return false;
}

/* --- what --- */

static int take_role(struct intake *intake, const struct post *post,
                     const struct consent_request *request, struct err *err)
{
    struct arena *arena = intake->desk->invocation->arena;
    struct consent consent;
    struct err why = { 0 };
    if (!consent_is_demanded(&intake->subject, post, request->role))
        return 0;
    if (consent_make(&consent, &intake->subject, intake->desk, &intake->journal->ledger, post,
                     request, &why) != 0) {
        if (why.kind == ERR_SYSTEM || why.kind == ERR_RETRY) {
            *err = why;
            return -1;
        }
        note(intake->desk, why.text);
        return 0;
    }
    intake->items =
        list_grow(arena, intake->items, intake->count, &intake->capacity, sizeof *intake->items);
    intake->items[intake->count++] =
        (struct found){ .entry = consent.entry, .is_new = !consent.is_known };
    return 0;
}

static int take_posts(struct intake *intake, const struct review *review,
                      const struct person *person, struct err *err)
{
    struct arena *arena = intake->desk->invocation->arena;
    struct project *project = &intake->subject.project;
    size_t before = intake->count;
    for (size_t i = 0; i < project->posts.count; i++) {
        const struct post_entry *entry = &project->posts.items[i];
        struct findings ignored = { .arena = arena };
        struct post post;
        if (!may_have_changed(intake, entry))
            continue;
        if (post_load(&post, arena, project->tree, entry, &project->workspace, &ignored, err) != 0)
            return -1;
        if (!post.is_loaded || !is_changed(intake, &post))
            continue;
        for (size_t j = 0; j < person->roles.count; j++) {
            const struct consent_request request = {
                .role = person->roles.items[j].text,
                .by = person,
                .review = review->url,
                .at_utc = clock_now_utc(&intake->desk->here.clock),
            };
            if (take_role(intake, &post, &request, err) != 0)
                return -1;
        }
    }
    if (intake->count == before)
        note(intake->desk,
             arena_printf(arena, _("no post of this change needs the approval of '%s'"),
                          person->id));
    return 0;
}

static int take(struct intake *intake, const struct review *review, struct err *err)
{
    struct desk *desk = intake->desk;
    const char *rev = invocation_value(desk->invocation, "rev");
    const struct person *person = reviewer(intake, review);
    if (!person)
        return 0;
    if (review->commit && rev)
        return err_set(err, ERR_USAGE, _("the review says which commit it is of: leave --rev out"));
    if (!review->commit && !rev)
        return err_set(err, ERR_USAGE,
                       _("the review does not say which commit it is of: name it with --rev"));
    /* A list tells of commits that others have taken the place of, too. */
    if (review->commit && !review->base && !repo_has_commit(desk->here.repo, review->commit)) {
        note(desk, arena_printf(desk->invocation->arena,
                                _("the commit %.12s that '%s' approved is not in this clone"),
                                review->commit, review->login));
        return 0;
    }
    project_close(&intake->subject.project);
    if (consent_open(&intake->subject, desk, rev ? rev : review->commit, err) != 0)
        return err_because(err, _("the reviewed commit"));
    if (find_changes(intake, review, err) != 0)
        return -1;
    return take_posts(intake, review, person, err);
}

/* --- in the end --- */

static void tell(const struct intake *intake)
{
    struct invocation *invocation = intake->desk->invocation;
    for (size_t i = 0; i < intake->count; i++) {
        const struct ledger_approval *entry = &intake->items[i].entry;
        output_printf(invocation->out,
                      intake->items[i].is_new ? _("approved: %s, as '%s' by '%s'\n")
                                              : _("approved already: %s, as '%s' by '%s'\n"),
                      entry->post, entry->approval.role, entry->approval.by);
    }
}

static void tell_json(const struct intake *intake)
{
    struct arena *arena = intake->desk->invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "approvals");
    for (size_t i = 0; i < intake->count; i++)
        consent_put(&json, arena, &intake->items[i].entry, intake->items[i].is_new);
    json_end(&json);
    json_end(&json);
    results_write_json(intake->desk->invocation, &text);
}

static int record(const struct intake *intake, struct err *err)
{
    struct arena *arena = intake->desk->invocation->arena;
    struct ledger_approval *entries = arena_alloc_array(arena, intake->count, sizeof *entries);
    size_t count = 0;
    for (size_t i = 0; i < intake->count; i++)
        if (intake->items[i].is_new)
            entries[count++] = intake->items[i].entry;
    return count ? consent_write(intake->desk, intake->journal, entries, count, err) : 0;
}

int approve_review(struct desk *desk, struct journal *journal, const char *file, struct err *err)
{
    struct intake intake = { .desk = desk, .journal = journal };
    struct review *reviews = NULL;
    size_t count = 0;
    int status = read_reviews(&reviews, &count, desk->invocation->arena, file, err);
    for (size_t i = 0; i < count && status == 0; i++)
        status = take(&intake, &reviews[i], err);
    if (status == 0)
        status = record(&intake, err);
    project_close(&intake.subject.project);
    if (status != 0)
        return -1;
    if (results_are_json(desk->invocation))
        tell_json(&intake);
    else
        tell(&intake);
    return 0;
}
