/* A git host in one process, over smart HTTP, for tests that push thousands of times: a push takes
 * two milliseconds, where git's own programs need a dozen processes. What it promises is what git's
 * do: a reference moves only from the commit that the client names, under a lock, and only forward.
 * Whether Pregon gets along with git's own is tested with servers/git.
 *
 *     git-host DIR
 *
 * serves http://127.0.0.1:PORT/NAME... for each bare repository below DIR, to everybody. DIR/log
 * has a line for each request: "NAME list|list-to-push|push|fetch", and "NAME moved" for a
 * reference. Prints GIT_HOST_PORT=PORT and then `ready`, and ends with the process that started it.
 *
 * What a repository's folder `answers` holds goes before that, for its Nth push since the log was
 * begun: `push-N`, else `push`, is a line `moves` or `stays` (whether the push is carried out) and
 * then all bytes of the answer, after which the connection ends; `list-to-push` likewise.
 * `abilities` is what the host says it can do. */
#include <git2.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_REQUEST = 1 << 24, MAX_ANSWER = 1 << 16, LOOK_MS = 20, MAX_REFS = 32, LENGTH_BYTES = 4 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *record;

struct request {
    int fd;
    char *bytes; /* head and body, MAX_REQUEST and a NUL */
    size_t count;
    char method[16], path[1024];
    char *body;
    size_t body_bytes;
};

/* --- requests --- */

static bool read_more(struct request *request)
{
    ssize_t got = request->count < MAX_REQUEST ? read(request->fd, request->bytes + request->count,
                                                      MAX_REQUEST - request->count)
                                               : 0;
    if (got <= 0)
        return false;
    request->count += (size_t)got;
    request->bytes[request->count] = '\0';
    return true;
}

/* Chunks are joined where they stand. */
static bool read_chunks(struct request *request)
{
    size_t from = (size_t)(request->body - request->bytes);
    size_t to = from;
    for (;;) {
        const char *end;
        while (!(end = memmem(request->bytes + from, request->count - from, "\r\n", 2)))
            if (!read_more(request))
                return false;
        size_t bytes = strtoul(request->bytes + from, NULL, 16);
        from = (size_t)(end - request->bytes) + 2;
        while (request->count < from + bytes + 2)
            if (!read_more(request))
                return false;
        if (bytes == 0)
            break;
        memmove(request->bytes + to, request->bytes + from, bytes);
        to += bytes;
        from += bytes + 2;
    }
    request->body_bytes = to - (size_t)(request->body - request->bytes);
    return true;
}

/* One request at a time: nobody sends the next before the answer to this. */
static bool read_request(struct request *request)
{
    const char *end;
    request->count = 0;
    request->bytes[0] = '\0';
    while (!(end = strstr(request->bytes, "\r\n\r\n")))
        if (!read_more(request))
            return false;
    if (sscanf(request->bytes, "%15s %1023s", request->method, request->path) != 2)
        return false;
    request->body = request->bytes + (end - request->bytes) + 4;
    const char *chunked = strcasestr(request->bytes, "\r\nTransfer-Encoding: chunked");
    if (chunked && chunked < end)
        return read_chunks(request);
    const char *length = strcasestr(request->bytes, "\r\nContent-Length:");
    request->body_bytes = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
    while (request->count < (size_t)(request->body - request->bytes) + request->body_bytes)
        if (!read_more(request))
            return false;
    return true;
}

static void give(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t done = send(fd, bytes, count, MSG_NOSIGNAL);
        if (done <= 0)
            return;
        bytes += done;
        count -= (size_t)done;
    }
}

static void answer(const struct request *request, int status, const char *type, const char *body,
                   size_t bytes)
{
    char *whole = NULL;
    size_t whole_bytes = 0;
    FILE *out = open_memstream(&whole, &whole_bytes);
    fprintf(out,
            "HTTP/1.1 %d Git\r\nContent-Type: application/x-git-%s\r\nCache-Control: no-cache\r\n"
            "Content-Length: %zu\r\n\r\n",
            status, type, bytes);
    fwrite(body, 1, bytes, out);
    fclose(out);
    give(request->fd, whole, whole_bytes);
    free(whole);
}

static void note(const struct request *request, const char *what)
{
    fprintf(record, "%s %s\n", request->path + 1, what);
    fflush(record);
}

/* How often that is in the log. */
static int count_noted(const struct request *request, const char *what)
{
    FILE *log = fopen("log", "r");
    char wanted[1200], line[1200];
    int count = 0;
    snprintf(wanted, sizeof wanted, "%s %s\n", request->path + 1, what);
    while (log && fgets(line, sizeof line, log))
        count += strcmp(line, wanted) == 0;
    if (log)
        fclose(log);
    return count;
}

/* What a file of the folder `answers` holds, with a NUL; NULL where there is none. */
static char *read_answer(const struct request *request, const char *name, size_t *bytes)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/answers/%s", request->path + 1, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    char *text = calloc(1, MAX_ANSWER + 1);
    *bytes = fread(text, 1, MAX_ANSWER, file);
    fclose(file);
    return text;
}

/* The scripted answer to this request; NULL without one. */
static char *find_answer(const struct request *request, const char *what, size_t *bytes)
{
    char name[64];
    snprintf(name, sizeof name, "%s-%d", what, count_noted(request, what));
    char *text = read_answer(request, name, bytes);
    return text ? text : read_answer(request, what, bytes);
}

/* --- git's lines --- */

static void put_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put_line(FILE *out, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int bytes = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fprintf(out, "%04x%s", bytes + LENGTH_BYTES, line);
}

/* The next line, without its end; NULL for a flush, and at the end of the body. */
static char *take_line(struct request *request, size_t *at, bool *is_end)
{
    char length[LENGTH_BYTES + 1] = "";
    *is_end = *at + LENGTH_BYTES > request->body_bytes;
    if (*is_end)
        return NULL;
    memcpy(length, request->body + *at, LENGTH_BYTES);
    size_t bytes = strtoul(length, NULL, 16);
    if (bytes < LENGTH_BYTES || *at + bytes > request->body_bytes) {
        *at += LENGTH_BYTES;
        return NULL;
    }
    char *line = strndup(request->body + *at + LENGTH_BYTES, bytes - LENGTH_BYTES);
    line[strcspn(line, "\n")] = '\0';
    *at += bytes;
    return line;
}

/* --- what there is --- */

static int put_ref(const char *name, void *context)
{
    struct {
        FILE *out;
        git_repository *repo;
        const char *abilities;
    } *list = context;
    git_oid id;
    char hex[GIT_OID_HEXSZ + 1];
    if (git_reference_name_to_id(&id, list->repo, name) != 0)
        return 0;
    git_oid_tostr(hex, sizeof hex, &id);
    if (*list->abilities)
        fprintf(list->out, "%04zx%s %s%c%s\n",
                LENGTH_BYTES + strlen(hex) + strlen(name) + strlen(list->abilities) + 3, hex, name,
                '\0', list->abilities);
    else
        put_line(list->out, "%s %s\n", hex, name);
    list->abilities = "";
    return 0;
}

static void show_refs(const struct request *request, git_repository *repo, const char *service)
{
    bool is_push = strcmp(service, "receive-pack") == 0;
    char *body = NULL, type[64];
    size_t bytes = 0, ignored;
    char *abilities = is_push ? read_answer(request, "abilities", &ignored) : NULL;
    struct {
        FILE *out;
        git_repository *repo;
        const char *abilities;
    } list = { open_memstream(&body, &bytes), repo,
               abilities ? abilities
               : is_push ? "report-status delete-refs ofs-delta side-band-64k"
                         : "multi_ack ofs-delta symref=HEAD:refs/heads/main" };
    put_line(list.out, "# service=git-%s\n", service);
    fputs("0000", list.out);
    if (!is_push)
        put_ref("HEAD", &list);
    git_reference_foreach_name(repo, put_ref, &list);
    if (*list.abilities)
        fprintf(list.out, "%04zx%040d capabilities^{}%c%s\n",
                LENGTH_BYTES + 40 + strlen(" capabilities^{}") + strlen(list.abilities) + 2, 0,
                '\0', list.abilities);
    fputs("0000", list.out);
    fclose(list.out);
    snprintf(type, sizeof type, "%s-advertisement", service);
    answer(request, 200, type, body, bytes);
    free(body);
    free(abilities);
}

/* --- a fetch --- */

/* Which of the commits that the client has are ours, too; with "done" the pack of the others. */
static void send_pack(struct request *request, git_repository *repo)
{
    git_packbuilder *builder;
    git_revwalk *walk;
    git_buf pack = { 0 };
    char *body = NULL;
    size_t at = 0, bytes = 0;
    bool is_end = false, is_done = false;
    FILE *out = open_memstream(&body, &bytes);
    git_packbuilder_new(&builder, repo);
    git_revwalk_new(&walk, repo);
    while (!is_end) {
        git_oid id;
        char *line = take_line(request, &at, &is_end);
        bool has_id = line && git_oid_fromstrn(&id, line + 5, GIT_OID_HEXSZ) == 0;
        if (has_id && strncmp(line, "want ", 5) == 0)
            git_revwalk_push(walk, &id);
        else if (has_id && git_revwalk_hide(walk, &id) == 0)
            put_line(out, "ACK %.40s continue\n", line + 5);
        is_done |= line && strcmp(line, "done") == 0;
        free(line);
    }
    put_line(out, "NAK\n");
    if (is_done && git_packbuilder_insert_walk(builder, walk) == 0 &&
        git_packbuilder_write_buf(&pack, builder) == 0)
        fwrite(pack.ptr, 1, pack.size, out);
    fclose(out);
    answer(request, 200, "upload-pack-result", body, bytes);
    free(body);
    git_buf_dispose(&pack);
    git_revwalk_free(walk);
    git_packbuilder_free(builder);
}

/* --- a push --- */

static bool write_pack(git_repository *repo, const char *bytes, size_t count)
{
    git_odb *odb = NULL;
    git_odb_writepack *pack = NULL;
    git_indexer_progress progress = { 0 };
    bool is_good =
        git_repository_odb(&odb, repo) == 0 && git_odb_write_pack(&pack, odb, NULL, NULL) == 0 &&
        pack->append(pack, bytes, count, &progress) == 0 && pack->commit(pack, &progress) == 0;
    if (pack)
        pack->free(pack);
    git_odb_free(odb);
    return is_good;
}

/* Compare and swap; what the host says of it. */
static const char *move(git_repository *repo, const char *line)
{
    git_oid old, new, now;
    git_reference *made = NULL;
    if (strlen(line) < 83 || git_oid_fromstrn(&old, line, 40) != 0 ||
        git_oid_fromstrn(&new, line + 41, 40) != 0)
        return "ng refs/heads/none bad line";
    const char *name = line + 82;
    bool is_there = git_reference_name_to_id(&now, repo, name) == 0;
    if (is_there ? !git_oid_equal(&now, &old) : !git_oid_is_zero(&old))
        return "failed to update ref";
    if (git_oid_is_zero(&new))
        return "deletion prohibited";
    if (is_there && git_graph_descendant_of(repo, &new, &old) != 1)
        return "non-fast-forward";
    if (git_reference_create(&made, repo, name, &new, true, NULL) != 0)
        return "missing necessary objects";
    git_reference_free(made);
    return NULL;
}

static void take_pack(struct request *request, git_repository *repo, bool is_silent)
{
    char *lines[MAX_REFS], *report = NULL, *body = NULL;
    size_t count = 0, at = 0, report_bytes = 0, bytes = 0;
    bool is_end = false;
    bool has_bands = memmem(request->body, request->body_bytes, "side-band-64k", 13) != NULL;
    while (count < MAX_REFS && (lines[count] = take_line(request, &at, &is_end)))
        count++;
    bool is_good =
        at == request->body_bytes || write_pack(repo, request->body + at, request->body_bytes - at);
    FILE *out = open_memstream(&report, &report_bytes);
    put_line(out, "unpack %s\n", is_good ? "ok" : "index-pack failed");
    for (size_t i = 0; i < count; i++) {
        const char *why = is_good ? move(repo, lines[i]) : "unpacker error";
        const char *name = strlen(lines[i]) > 82 ? lines[i] + 82 : "?";
        if (!why)
            note(request, "moved");
        put_line(out, why ? "ng %s %s\n" : "ok %s\n", name, why);
        free(lines[i]);
    }
    fputs("0000", out);
    fclose(out);
    out = open_memstream(&body, &bytes);
    if (has_bands)
        fprintf(out, "%04zx%c", report_bytes + LENGTH_BYTES + 1, 1);
    fwrite(report, 1, report_bytes, out);
    if (has_bands)
        fputs("0000", out);
    fclose(out);
    if (!is_silent)
        answer(request, 200, "receive-pack-result", body, bytes);
    free(body);
    free(report);
}

/* --- who asks for what --- */

/* The repository that the path names, cut off before `end`; NULL where there is none. */
static git_repository *find_repository(struct request *request, const char *end)
{
    char *cut = strstr(request->path, end);
    git_repository *repo = NULL;
    if (!cut || strstr(request->path, ".."))
        return NULL;
    *cut = '\0';
    git_repository_open_bare(&repo, request->path + 1);
    return repo;
}

/* False where the connection ends with it. */
static bool answer_repository(struct request *request, git_repository *repo, const char *service,
                              bool is_list)
{
    bool is_push = strcmp(service, "receive-pack") == 0;
    const char *what = is_list ? (is_push ? "list-to-push" : "list") : is_push ? "push" : "fetch";
    size_t bytes = 0;
    note(request, what);
    char *scripted = find_answer(request, what, &bytes);
    if (scripted) {
        size_t first = strcspn(scripted, "\n") + 1;
        if (strncmp(scripted, "moves\n", first) == 0)
            take_pack(request, repo, true);
        give(request->fd, scripted + first, bytes > first ? bytes - first : 0);
        free(scripted);
        return false;
    }
    if (is_list)
        show_refs(request, repo, service);
    else if (is_push)
        take_pack(request, repo, false);
    else
        send_pack(request, repo);
    return true;
}

static bool serve_one(struct request *request)
{
    bool is_push = strstr(request->path, "git-receive-pack") != NULL;
    bool is_list = strstr(request->path, "/info/refs?") != NULL;
    bool goes_on = true;
    const char *service = is_push ? "receive-pack" : "upload-pack";
    pthread_mutex_lock(&lock);
    git_repository *repo = find_repository(request, is_list   ? "/info/refs?"
                                                    : is_push ? "/git-receive-pack"
                                                              : "/git-upload-pack");
    if (repo)
        goes_on = answer_repository(request, repo, service, is_list);
    else
        answer(request, 404, service, "", 0);
    git_repository_free(repo);
    pthread_mutex_unlock(&lock);
    return goes_on;
}

static void *serve(void *context)
{
    struct request *request = context;
    request->bytes = malloc(MAX_REQUEST + 1);
    while (read_request(request) && serve_one(request))
        ;
    close(request->fd);
    free(request->bytes);
    free(request);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t bytes = sizeof address;
    pid_t parent = getppid();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (argc != 2 || chdir(argv[1]) != 0 || !(record = fopen("log", "a")) ||
        git_libgit2_init() < 0 || listener < 0 ||
        bind(listener, (struct sockaddr *)&address, bytes) != 0 || listen(listener, 64) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &bytes) != 0) {
        perror("usage: git-host DIR");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    /* Nothing here outlives the test, and the lock is ours. */
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    printf("GIT_HOST_PORT=%d\nready\n", ntohs(address.sin_port));
    fflush(stdout);
    while (getppid() == parent) {
        struct pollfd ready = { .fd = listener, .events = POLLIN };
        pthread_t thread;
        if (poll(&ready, 1, LOOK_MS) <= 0)
            continue;
        struct request *request = calloc(1, sizeof *request);
        request->fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (request->fd < 0 || pthread_create(&thread, NULL, serve, request) != 0)
            free(request);
        else
            pthread_detach(thread);
    }
    return 0;
}
