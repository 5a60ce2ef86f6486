/* brand/: which files there are, and who reads each. */
#include "brand/brand.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/brand_files.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/path.h"
#include "lib/target.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

/* In the order in which they must be read: later ones name what earlier ones hold. */
static const struct brand_file {
    const char *path;
    void (*read)(struct workspace *, struct reading *, const struct yaml_node *);
    unsigned names;      /* whose file it is: enum workspace_file */
    const char *missing; /* NULL: it may be left out */
} files[] = {
    { "brand/brand.yml", brand_read_identity, 0,
      N_("there is no brand/brand.yml: it says who speaks, and in which languages") },
    { "brand/accounts.yml", brand_read_accounts, WORKSPACE_ACCOUNTS,
      N_("there is no brand/accounts.yml: it says where posts go") },
    { "brand/audiences.yml", brand_read_audiences, WORKSPACE_AUDIENCES, NULL },
    { "brand/team.yml", brand_read_team, WORKSPACE_TEAM, NULL },
    { "brand/mentions.yml", brand_read_mentions, 0, NULL },
};

enum { FILE_COUNT = sizeof files / sizeof files[0] };

static const struct brand_file *find_ours(const char *path)
{
    for (size_t i = 0; i < FILE_COUNT; i++) {
        if (text_equal(files[i].path, path))
            return &files[i];
    }
    return NULL;
}

static bool is_there(const struct tree_file *found, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(found[i].path, path))
            return true;
    }
    return false;
}

static int load_file(struct workspace *workspace, const struct brand_file *file,
                     struct reading *reading, struct tree *tree, struct err *err)
{
    struct yaml_node *root;
    size_t errors = reading->findings->errors;
    if (text_file_parse(&root, reading, tree, err) != 0)
        return -1;
    if (!root && reading->findings->errors == errors)
        root = yaml_empty(reading->arena);
    if (reading->text)
        workspace_add_source(workspace, reading->arena,
                             &(struct source){ file->path, reading->text, reading->bytes });
    if (root)
        file->read(workspace, reading, root);
    else
        workspace->unread |= file->names;
    return 0;
}

/* `accounts` of `brand/accounts.yml`. */
static const char *stem_of(struct arena *arena, const char *path)
{
    const char *name = path_name(path);
    return arena_strndup(arena, name, strcspn(name, "."));
}

/* A file beside ours that looks like one of them, and that nothing reads. */
static void report_stray(struct findings *findings, const char *path)
{
    const char *stems[FILE_COUNT];
    for (size_t i = 0; i < FILE_COUNT; i++)
        stems[i] = stem_of(findings->arena, files[i].path);
    const char *nearest = text_nearest(stem_of(findings->arena, path), stems, FILE_COUNT);
    struct span top = { 1, 1, 1, 1 };
    if (nearest)
        findings_report(findings, SEVERITY_ERROR, "stray-file", path, top,
                        _("nothing reads this file; should its name be '%s.yml'?"), nearest);
    else
        findings_report(findings, SEVERITY_WARNING, "stray-file", path, top,
                        _("nothing reads this file"));
}

static bool looks_like_ours(const char *path)
{
    const char *extension = path_extension(path);
    return path_name(path) == path + strlen("brand/") &&
           (text_equal(extension, "yml") || text_equal(extension, "yaml"));
}

int brand_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
               struct findings *findings, struct err *err)
{
    struct tree_file *found = NULL;
    size_t count = 0;
    brand_set_defaults(&workspace->brand);
    if (tree_list(tree, arena, "brand", &found, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < FILE_COUNT; i++) {
        struct reading reading = { .arena = arena, .findings = findings, .path = files[i].path };
        if (is_there(found, count, files[i].path)) {
            if (load_file(workspace, &files[i], &reading, tree, err) != 0)
                return -1;
        } else if (files[i].missing) {
            workspace->unread |= files[i].names;
            findings_report(findings, SEVERITY_ERROR, "file", files[i].path,
                            (struct span){ 1, 1, 1, 1 }, "%s", _(files[i].missing));
        }
    }
    brand_bind_rules(workspace, &(struct reading){
                                    .arena = arena, .findings = findings, .path = files[0].path });
    brand_check_audiences(
        workspace,
        &(struct reading){ .arena = arena, .findings = findings, .path = "brand/accounts.yml" });
    for (size_t i = 0; i < count; i++) {
        if (looks_like_ours(found[i].path) && !find_ours(found[i].path))
            report_stray(findings, found[i].path);
    }
    return 0;
}
