/* The list of posts: what each file below content/ is, by its name alone. */
#include "content/posts.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/tree.h"
#include "lib/path.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

enum { MAX_SUFFIXES = 512 };

/* A Markdown file, taken apart: `folder/base.suffix.md`, or `folder/post.suffix.md` in a bundle. */
struct markdown_file {
    const char *path;
    const char *stem;   /* the base file's path without `.md`; a bundle's folder */
    const char *suffix; /* NULL: a base file */
    bool is_bundle;
};

struct listing {
    struct arena *arena;
    const struct workspace *workspace;
    struct findings *findings;
    struct markdown_file *files;
    size_t count, capacity;
    struct post_list *list;
    size_t media_capacity;
};

static void report(const struct listing *listing, const char *rule, const char *path,
                   enum severity severity, const char *message)
{
    struct span start = { .line = 1, .column = 1 };
    findings_report(listing->findings, severity, rule, path, start, "%s", message);
}

/* --- what a file is --- */

static bool is_below(const char *path, const char *folder)
{
    return text_starts_with(path, folder);
}

static bool is_hidden(const char *path)
{
    return path_name(path)[0] == '.' || strstr(path, "/.") != NULL;
}

/* Types of which a post may use one; anything else among the posts is read by nothing. */
static bool is_media_name(const char *path)
{
    static const char *const extensions[] = { "jpg",  "jpeg", "png", "gif",  "webp", "heic",
                                              "avif", "mp4",  "mov", "webm", "vtt",  "srt" };
    const char *extension = path_extension(path);
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (text_equal_ignoring_case(extension, extensions[i]))
            return true;
    }
    return false;
}

/* `hogaza.jpg.yml` beside `hogaza.jpg`. */
static bool is_sidecar_name(struct arena *arena, const char *path)
{
    if (!text_ends_with(path, ".yml"))
        return false;
    return is_media_name(arena_strndup(arena, path, strlen(path) - strlen(".yml")));
}

static void add_media(struct listing *listing, const char *path)
{
    struct post_list *list = listing->list;
    list->media = list_grow(listing->arena, list->media, list->media_count,
                            &listing->media_capacity, sizeof *list->media);
    list->media[list->media_count++] = path;
}

static bool is_folder(const char *folder, const char *path, size_t bytes)
{
    return bytes == strlen(folder) && memcmp(path, folder, bytes) == 0;
}

static void add_markdown(struct listing *listing, const char *path)
{
    struct arena *arena = listing->arena;
    const char *name = path_name(path);
    size_t folder_bytes = (size_t)(name - path) - 1;
    const char *dot = strchr(name, '.');
    assert(dot); /* of `.md` */
    size_t suffix_bytes = strlen(dot) - strlen(".md");
    bool is_named_post = (size_t)(dot - name) == strlen("post") && text_starts_with(name, "post");
    struct markdown_file file = {
        .path = path,
        /* `content/posts/post.md` is a post of that name: its folder is no post's. */
        .is_bundle = is_named_post && !is_folder("content/posts", path, folder_bytes) &&
                     !is_folder("content/replies", path, folder_bytes),
        .suffix = suffix_bytes ? arena_strndup(arena, dot + 1, suffix_bytes - 1) : NULL,
    };
    file.stem = arena_strndup(arena, path, file.is_bundle ? folder_bytes : (size_t)(dot - path));
    listing->files = list_grow(arena, listing->files, listing->count, &listing->capacity,
                               sizeof *listing->files);
    listing->files[listing->count++] = file;
}

static void report_stray(const struct listing *listing, const char *path)
{
    const char *extension = path_extension(path);
    if (text_equal_ignoring_case(extension, "markdown") || text_equal(extension, "mdx") ||
        text_equal(extension, "MD") || text_equal(extension, "txt"))
        report(listing, "stray-file", path, SEVERITY_ERROR,
               _("nothing reads this file: a post's name ends in '.md'"));
    else
        report(listing, "stray-file", path, SEVERITY_ERROR,
               _("nothing reads this file: take it out of content/, or name it as a post, a "
                 "picture or a video"));
}

static void sort_file(struct listing *listing, const struct tree_file *file)
{
    const char *path = file->path;
    bool is_post = is_below(path, "content/posts/") || is_below(path, "content/replies/");
    if (is_hidden(path) ||
        (!is_post && (is_below(path, "content/media/") || is_below(path, "content/inbox/"))))
        return;
    if (!is_post) {
        /* A folder whose name is wrong would hide its posts for ever. */
        if (text_ends_with(path, ".md") && !text_equal(path, "content/README.md"))
            report(listing, "stray-file", path, SEVERITY_ERROR,
                   _("nothing reads this file: posts stand in content/posts/"));
        return;
    }
    if (file->kind == TREE_LINK)
        report(listing, "stray-file", path, SEVERITY_ERROR,
               _("this is a link, and links are never followed: put the file itself here"));
    else if (file->kind != TREE_FILE)
        report(listing, "stray-file", path, SEVERITY_ERROR, _("this is no file that can be read"));
    else if (text_ends_with(path, ".md") && path_name(path)[0] != '.')
        add_markdown(listing, path);
    else if (is_media_name(path) || is_sidecar_name(listing->arena, path))
        add_media(listing, path);
    else
        report_stray(listing, path);
}

/* --- suffixes --- */

/* What a variant may be for: accounts, networks, groups, languages. */
static size_t list_suffixes(const struct workspace *workspace, const char *out[MAX_SUFFIXES])
{
    size_t count = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        const char *names[] = { account->id, account->network_name, account->language };
        for (size_t j = 0; j < 3 && count < MAX_SUFFIXES; j++) {
            if (names[j])
                out[count++] = names[j];
        }
    }
    for (size_t i = 0; i < workspace->group_count && count < MAX_SUFFIXES; i++)
        out[count++] = workspace->groups[i].id;
    for (size_t i = 0; i < workspace->brand.languages.count && count < MAX_SUFFIXES; i++)
        out[count++] = workspace->brand.languages.items[i].text;
    return count;
}

static bool check_suffix(const struct listing *listing, const struct markdown_file *file)
{
    const char *suffixes[MAX_SUFFIXES];
    size_t count = list_suffixes(listing->workspace, suffixes);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(suffixes[i], file->suffix))
            return true;
    }
    if (listing->workspace->unread & WORKSPACE_ACCOUNTS)
        return false;
    const char *nearest = text_nearest(file->suffix, suffixes, count);
    if (nearest)
        report(listing, "variant", file->path, SEVERITY_ERROR,
               arena_printf(listing->arena,
                            _("there is no account, network, group or language '%s'; did you mean "
                              "'%s'?"),
                            file->suffix, nearest));
    else
        report(
            listing, "variant", file->path, SEVERITY_ERROR,
            arena_printf(listing->arena,
                         _("there is no account, network, group or language '%s': behind the dot "
                           "stands whom a variant is for; a post's own name has no dot"),
                         file->suffix));
    return false;
}

/* --- posts and their variants --- */

/* Bases first, so that the variants of each follow it. */
static int compare_files(const void *left, const void *right)
{
    const struct markdown_file *a = left;
    const struct markdown_file *b = right;
    int order = strcmp(a->stem, b->stem);
    if (!order)
        order = (int)a->is_bundle - (int)b->is_bundle;
    if (!order)
        order = (a->suffix != NULL) - (b->suffix != NULL);
    return order ? order : strcmp(a->path, b->path);
}

static int compare_entries(const void *left, const void *right)
{
    return strcmp(((const struct post_entry *)left)->path,
                  ((const struct post_entry *)right)->path);
}

static void report_no_base(const struct listing *listing, const struct markdown_file *file)
{
    const char *base =
        arena_printf(listing->arena, file->is_bundle ? "%s/post.md" : "%s.md", file->stem);
    report(listing, "variant", file->path, SEVERITY_ERROR,
           arena_printf(listing->arena, _("this is a variant of '%s', which is not there"), base));
}

/* The folder of a post; most stand in that of the one before. */
static const char *folder_of(struct arena *arena, const struct post_list *list, const char *path)
{
    size_t bytes = (size_t)(path_name(path) - path) - 1;
    const char *before = list->count ? list->items[list->count - 1].folder : "";
    bool is_same = strncmp(before, path, bytes) == 0 && !before[bytes];
    return is_same ? before : arena_strndup(arena, path, bytes);
}

/* The variants of the base at `first`, up to `end`. */
static void add_entry(struct listing *listing, size_t first, size_t end, size_t *capacity)
{
    const struct markdown_file *base = &listing->files[first];
    struct post_list *list = listing->list;
    struct variant_file *variants =
        end - first > 1 ? arena_alloc_array(listing->arena, end - first - 1, sizeof *variants)
                        : NULL;
    bool is_reply = is_below(base->path, "content/replies/");
    struct post_entry entry = {
        .path = base->path,
        .id = base->stem + strlen(is_reply ? "content/" : "content/posts/"),
        .folder = base->is_bundle ? base->stem : folder_of(listing->arena, list, base->path),
        .is_bundle = base->is_bundle,
        .is_reply = is_reply,
        .variants = variants,
    };
    for (size_t i = first + 1; i < end; i++) {
        const struct markdown_file *file = &listing->files[i];
        if (check_suffix(listing, file))
            variants[entry.variant_count++] = (struct variant_file){ file->path, file->suffix };
    }
    list->items =
        list_grow(listing->arena, list->items, list->count, capacity, sizeof *list->items);
    list->items[list->count++] = entry;
}

static void add_entries(struct listing *listing)
{
    size_t capacity = 0;
    list_sort(listing->files, listing->count, sizeof *listing->files, compare_files);
    for (size_t first = 0; first < listing->count;) {
        const struct markdown_file *base = &listing->files[first];
        size_t end = first + 1;
        while (end < listing->count && text_equal(listing->files[end].stem, base->stem) &&
               listing->files[end].is_bundle == base->is_bundle)
            end++;
        if (!base->suffix) {
            add_entry(listing, first, end, &capacity);
        } else {
            for (size_t i = first; i < end; i++)
                report_no_base(listing, &listing->files[i]);
        }
        first = end;
    }
    struct post_list *list = listing->list;
    list_sort(list->items, list->count, sizeof *list->items, compare_entries);
}

int post_list_build(struct post_list *out, struct arena *arena, struct tree *tree,
                    const struct workspace *workspace, struct findings *findings, struct err *err)
{
    struct post_list list = { 0 };
    struct listing listing = {
        .arena = arena, .workspace = workspace, .findings = findings, .list = &list
    };
    struct tree_file *files;
    size_t count;
    if (tree_list(tree, arena, "content", &files, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        sort_file(&listing, &files[i]);
    add_entries(&listing);
    list.is_used = arena_alloc_array(arena, list.media_count, sizeof *list.is_used);
    *out = list;
    return 0;
}

/* --- media that nobody uses --- */

static void mark(const struct post_list *list, size_t index)
{
    atomic_store_explicit(&list->is_used[index], true, memory_order_relaxed);
}

/* The first medium that is not before `path`. */
static size_t lower_bound(const struct post_list *list, const char *path)
{
    size_t low = 0;
    size_t high = list->media_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list->media[middle], path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void use_folder(const struct post_list *list, const char *folder)
{
    for (size_t i = lower_bound(list, folder);
         i < list->media_count && text_starts_with(list->media[i], folder); i++)
        mark(list, i);
}

static void use(const struct post_list *list, const char *path)
{
    size_t i = lower_bound(list, path);
    if (i < list->media_count && text_equal(list->media[i], path))
        mark(list, i);
}

void post_list_use(const struct post_list *list, const char *path)
{
    char sidecar[LIMIT_PATH_BYTES + sizeof ".yml"];
    if (text_ends_with(path, "/")) {
        use_folder(list, path);
        return;
    }
    use(list, path);
    if ((size_t)snprintf(sidecar, sizeof sidecar, "%s.yml", path) < sizeof sidecar)
        use(list, sidecar);
}

void post_list_report_unused(const struct post_list *list, struct findings *findings)
{
    for (size_t i = 0; i < list->media_count; i++) {
        if (atomic_load_explicit(&list->is_used[i], memory_order_relaxed))
            continue;
        findings_report(findings, SEVERITY_ERROR, "stray-file", list->media[i],
                        (struct span){ .line = 0 },
                        _("no post uses this file: name it under `media:`, or take it out (shared "
                          "pictures stand in content/media/)"));
    }
}
