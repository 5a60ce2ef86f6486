/* The floor that the bench measures against: the least work that the job needs, with the same
 * libraries, one thread, nothing checked and nothing kept.
 *
 *   floor posts DIR      open, read, libyaml events, cmark parse of every .md file below DIR
 *   floor commit REPO N  N new blobs, git_tree_create_updated, a commit, its reference; prints ms
 */
#include <cmark.h>
#include <fcntl.h>
#include <ftw.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

static size_t events;
static size_t files;

static void parse_front_matter(const char *text, size_t bytes)
{
    yaml_parser_t parser;
    yaml_event_t event;
    yaml_event_type_t type;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, bytes);
    do {
        if (!yaml_parser_parse(&parser, &event))
            break;
        type = event.type;
        yaml_event_delete(&event);
        events++;
    } while (type != YAML_STREAM_END_EVENT);
    yaml_parser_delete(&parser);
}

static int visit(const char *path, const struct stat *info, int flag, struct FTW *walk)
{
    (void)walk;
    size_t length = strlen(path);
    if (flag != FTW_F || length < 3 || strcmp(path + length - 3, ".md") != 0)
        return 0;
    size_t bytes = (size_t)info->st_size;
    char *text = malloc(bytes + 1);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (!text || file < 0 || read(file, text, bytes) != (ssize_t)bytes)
        return -1;
    close(file);
    text[bytes] = '\0';
    const char *end = bytes > 4 ? strstr(text + 4, "\n---\n") : NULL;
    if (end) {
        parse_front_matter(text + 4, (size_t)(end + 1 - (text + 4)));
        const char *body = end + 5;
        cmark_node_free(cmark_parse_document(body, bytes - (size_t)(body - text), 0));
    }
    free(text);
    files++;
    return 0;
}

static double now_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int commit(const char *path, int count)
{
    git_repository *repo = NULL;
    git_oid parent_id, blob, tree_id, commit_id;
    git_commit *parent = NULL;
    git_tree *base = NULL, *tree = NULL;
    git_signature *who = NULL;
    git_tree_update *updates = calloc((size_t)count, sizeof *updates);
    double start = now_ms();
    git_libgit2_init();
    int failed = !updates || git_repository_open(&repo, path) ||
                 git_reference_name_to_id(&parent_id, repo, "HEAD") ||
                 git_commit_lookup(&parent, repo, &parent_id) || git_commit_tree(&base, parent);
    for (int i = 0; i < count && !failed; i++) {
        char text[512], name[64];
        int bytes = snprintf(text, sizeof text,
                             "post: 2026/11/p%06d\nstate: sent\nrun: %f\n%0300d\n", i, start, i);
        snprintf(name, sizeof name, "deliveries/2026/11/p%06d/blog.yml", i);
        failed = git_blob_create_from_buffer(&blob, repo, text, (size_t)bytes);
        updates[i] =
            (git_tree_update){ GIT_TREE_UPDATE_UPSERT, blob, GIT_FILEMODE_BLOB, strdup(name) };
    }
    failed =
        failed || git_tree_create_updated(&tree_id, repo, base, (size_t)count, updates) ||
        git_tree_lookup(&tree, repo, &tree_id) ||
        git_signature_now(&who, "floor", "floor@localhost") ||
        git_commit_create_v(&commit_id, repo, "HEAD", who, who, NULL, "floor", tree, 1, parent);
    if (failed) {
        const git_error *error = git_error_last();
        fprintf(stderr, "floor: %s\n", error ? error->message : "no memory");
        return 4;
    }
    printf("%.2f\n", now_ms() - start);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "commit") == 0)
        return commit(argv[2], (int)strtol(argv[3], NULL, 10));
    if (argc != 3 || strcmp(argv[1], "posts") != 0) {
        fputs("usage: floor posts DIR | floor commit REPO N\n", stderr);
        return 2;
    }
    if (nftw(argv[2], visit, 16, FTW_PHYS) != 0) {
        perror("floor");
        return 4;
    }
    printf("%zu files, %zu events\n", files, events);
    return 0;
}
