/* A server that does what a script says, to whoever asks: the right answer, a wrong one, half of
 * one, none. It writes down what it got, so that a test knows the truth.
 *
 *     scripted-server DIR NETWORK-SCRIPT [FAULT-SCRIPT]
 *
 * The second script's rules go before the first's, while DIR/fault is there. DIR/client holds the
 * process that `kill` ends. DIR/log has a line for each request, post and connection that failed.
 * Prints NAME=VALUE lines and then `ready`, and ends with the process that started it. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "certificate.h"
#include "posts.h"
#include "script.h"

enum { MAX_REQUEST = 1 << 22, LOOK_MS = 20, DRIP_US = 10000 };

static struct script script;
static struct posts posts;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *record;
static SSL_CTX *usual_tls;
static bool is_dripping; /* no handshake comes to its end */
static int port, other_port, listener = -1;
static const char *next_meets; /* what the next connection meets */

struct connection {
    int fd;
    SSL *tls;
    bool is_other;
    const char *meets;
    char *in; /* what was read and not used yet */
    size_t in_bytes;
};

static void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(record, format, arguments);
    va_end(arguments);
    putc('\n', record);
    fflush(record);
}

static bool is_faulty(void) { return access("fault", F_OK) == 0; }

static int listen_on(int *wanted)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)*wanted),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t bytes = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, bytes) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &bytes) != 0) {
        perror("listen");
        exit(2);
    }
    *wanted = ntohs(address.sin_port);
    return fd;
}

/* --- bytes --- */

static ssize_t take(struct connection *connection, char *out, size_t room)
{
    return connection->tls ? SSL_read(connection->tls, out, (int)room)
                           : read(connection->fd, out, room);
}

/* False where the other side is gone. */
static bool give(struct connection *connection, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t done = connection->tls ? SSL_write(connection->tls, bytes, (int)count)
                                       : write(connection->fd, bytes, count);
        if (done <= 0)
            return false;
        bytes += done;
        count -= (size_t)done;
    }
    return true;
}

/* Reads until `wanted` bytes are there, or, with 0, a whole head; false where it ends before. */
static bool gather(struct connection *connection, size_t wanted)
{
    for (;;) {
        if (wanted ? connection->in_bytes >= wanted : strstr(connection->in, "\r\n\r\n") != NULL)
            return true;
        if (connection->in_bytes == MAX_REQUEST)
            return false;
        ssize_t got = take(connection, connection->in + connection->in_bytes,
                           MAX_REQUEST - connection->in_bytes);
        if (got <= 0)
            return false;
        connection->in_bytes += (size_t)got;
        connection->in[connection->in_bytes] = '\0';
    }
}

static void hold(struct connection *connection)
{
    char ignored[512];
    while (take(connection, ignored, sizeof ignored) > 0)
        ;
}

/* The beginning of a server's answer to a hello, of 16,000 bytes, of which one comes at a time. */
static void drip(struct connection *connection)
{
    static const char greeting[] = "\x16\x03\x03\x3e\x80\x02\x00\x3e\x7c\x03\x03";
    give(connection, greeting, sizeof greeting - 1);
    while (give(connection, "x", 1))
        usleep(DRIP_US);
}

static void kill_client(void)
{
    FILE *file = fopen("client", "r");
    long pid = 0;
    if (file && fscanf(file, "%ld", &pid) == 1 && pid > 1)
        kill((pid_t)pid, SIGKILL);
    if (file)
        fclose(file);
    note("killed");
}

static void reset_on_close(const struct connection *connection)
{
    struct linger at_once = { .l_onoff = 1 };
    setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/* Breaks off where the rule says so; true where the connection is over. */
static bool breaks(struct connection *connection, const struct rule *rule, enum place place)
{
    if (rule->breaking == BREAK_NOT || rule->place != place)
        return false;
    if (rule->breaking == BREAK_RESET)
        reset_on_close(connection);
    else if (rule->breaking == BREAK_HOLD)
        hold(connection);
    else if (rule->breaking == BREAK_KILL)
        kill_client();
    return true;
}

/* --- answers --- */

static void put_raw(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (text[0] != '\\')
            putc(*text, out);
        else if (*++text == 'n')
            fputs("\r\n", out);
        else if (*text == '0')
            putc('\0', out);
        else
            putc((char)0xFF, out);
    }
}

/* `usual` is the rule whose status, headers and body it has; `rule` adds its own. */
static void put_answer(FILE *out, const struct rule *rule, const struct rule *usual,
                       const struct facts *facts, bool is_head)
{
    char *body = NULL;
    size_t bytes = 0;
    FILE *to_body = open_memstream(&body, &bytes);
    const struct rule *source = rule->body || !rule->is_usual ? rule : usual;
    if (source->body)
        posts_fill(to_body, source->body, facts);
    for (size_t i = 0; i < rule->fill + rule->deep; i++)
        putc(i < rule->fill ? 'x' : '[', to_body);
    fclose(to_body);
    int status = rule->status ? rule->status : usual->status ? usual->status : 200;
    fprintf(out, "HTTP/1.1 %d Scripted\r\n", status);
    if (source->is_json)
        fputs("Content-Type: application/json\r\n", out);
    for (const struct rule *from = usual;; from = rule) {
        for (size_t i = 0; i < from->header_count; i++) {
            posts_fill(out, from->headers[i], facts);
            fputs("\r\n", out);
        }
        if (from == rule)
            break;
    }
    if (rule->is_lengthless)
        fputs("Connection: close\r\n\r\n", out);
    else
        fprintf(out, "Content-Length: %zu\r\n\r\n", bytes);
    if (!is_head)
        fwrite(body, 1, bytes, out);
    free(body);
}

/* Closed sockets refuse; a poll that is under way would keep one open, so it is shut down first. */
static void arrange_next(const char *how)
{
    if (strcmp(how, "refuse") != 0) {
        next_meets = how;
    } else if (listener >= 0) {
        shutdown(listener, SHUT_RDWR);
        close(listener);
        listener = -1;
    }
}

/* FNV-1a, to tell one create from another where there is no key. */
static unsigned sum_of(const char *text)
{
    unsigned sum = 2166136261U;
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 16777619U;
    return sum;
}

static size_t last_number(const char *path)
{
    size_t number = 0;
    for (const char *at = path; *at && *at != '?';) {
        size_t digits = strspn(at, "0123456789");
        if (digits)
            number = strtoul(at, NULL, 10);
        at += digits ? digits : 1;
    }
    return number;
}

/* As if newly started. */
static void forget(void)
{
    posts.count = 0;
    for (size_t i = 0; i < script.count; i++)
        script.rules[i].seen = 0;
    if (ftruncate(fileno(record), 0) != 0)
        exit(2);
}

struct request {
    char method[16], path[2048];
    const char *head, *body;
    bool is_create;
    struct rule *rule;
    struct rule usual;
};

/* Accepts, where the rules say so, and makes the answer's bytes. */
static char *make_answer(const struct request *request, size_t *bytes)
{
    const struct rule *rule = request->rule;
    char *answer = NULL;
    bool is_new = false;
    struct facts facts = { .posts = &posts,
                           .port = port,
                           .other_port = other_port,
                           .is_tls = usual_tls,
                           .number = last_number(request->path),
                           .each = rule->each ? rule->each : request->usual.each };
    facts.key = request->is_create ? posts_key(&script, request->head, request->body) : "";
    pthread_mutex_lock(&lock);
    if (rule->accepts || (rule->is_usual && request->usual.accepts)) {
        facts.number = posts_accept(&posts, facts.key, request->body, &is_new);
        note("%s %zu key=%s body=%08x", is_new ? "post" : "again", facts.number, facts.key,
             sum_of(request->body));
    }
    if (rule->forgets)
        forget();
    FILE *out = open_memstream(&answer, bytes);
    for (int i = 0; i <= rule->is_twice; i++) {
        if (rule->raw)
            put_raw(out, rule->raw);
        else
            put_answer(out, rule, &request->usual, &facts, strcmp(request->method, "HEAD") == 0);
    }
    fclose(out);
    if (rule->next)
        arrange_next(rule->next);
    pthread_mutex_unlock(&lock);
    return answer;
}

static void find_rule(struct request *request)
{
    static const struct rule nothing = { .status = 404, .body = "{}" };
    pthread_mutex_lock(&lock);
    bool is_accepted = posts.count > 0;
    struct rule *rule =
        script_rule(&script, 0, request->method, request->path, is_accepted, is_faulty());
    request->rule = rule ? rule : (struct rule *)&nothing;
    request->usual = (struct rule){ 0 };
    if (rule && rule->is_usual) {
        rule = script_rule(&script, (size_t)(rule - script.rules) + 1, request->method,
                           request->path, is_accepted, false);
        request->usual = rule ? *rule : nothing;
    }
    pthread_mutex_unlock(&lock);
}

/* One request; false where the connection is over. */
static bool serve_one(struct connection *connection)
{
    struct request request = { 0 };
    if (!gather(connection, 0) ||
        sscanf(connection->in, "%15s %2047s", request.method, request.path) != 2)
        return false;
    size_t head_bytes = (size_t)(strstr(connection->in, "\r\n\r\n") - connection->in) + 4;
    const char *length = strcasestr(connection->in, "\r\nContent-Length:");
    size_t body_bytes = length && length < connection->in + head_bytes
                            ? strtoul(length + strlen("\r\nContent-Length:"), NULL, 10)
                            : 0;
    request.is_create = script_is_create(&script, request.method, request.path);
    note("%s %s %s%s", connection->is_other ? "elsewhere" : "request", request.method, request.path,
         request.is_create ? " create" : "");
    find_rule(&request);
    if (breaks(connection, request.rule, PLACE_HEAD) ||
        !gather(connection, head_bytes + body_bytes) ||
        breaks(connection, request.rule, PLACE_REQUEST))
        return false;
    request.head = strndup(connection->in, head_bytes);
    request.body = strndup(connection->in + head_bytes, body_bytes);
    connection->in_bytes -= head_bytes + body_bytes;
    memmove(connection->in, connection->in + head_bytes + body_bytes, connection->in_bytes + 1);
    size_t bytes = 0;
    char *answer = make_answer(&request, &bytes);
    if (breaks(connection, request.rule, PLACE_ACCEPTED))
        return false;
    if (request.rule->delay_ms)
        usleep((useconds_t)request.rule->delay_ms * 1000);
    bool is_cut = request.rule->place == PLACE_ANSWER && request.rule->at < bytes;
    give(connection, answer, is_cut ? request.rule->at : bytes);
    return !breaks(connection, request.rule, PLACE_ANSWER) &&
           !breaks(connection, request.rule, PLACE_END) && !request.rule->is_lengthless;
}

/* Whether there is somebody to talk to. */
static bool greet(struct connection *connection)
{
    SSL_CTX *tls = connection->is_other ? NULL : usual_tls;
    if (connection->meets && strcmp(connection->meets, "reset") == 0) {
        reset_on_close(connection);
        return false;
    }
    if (connection->meets && strcmp(connection->meets, "hold") == 0) {
        hold(connection);
        return false;
    }
    if (connection->meets && strcmp(connection->meets, "garbage") == 0) {
        give(connection, "\001\002\003 no\r\n", 8);
        return false;
    }
    if (is_dripping && !connection->is_other) {
        drip(connection);
        return false;
    }
    if (connection->meets)
        tls = certificate_context(connection->meets);
    if (!tls)
        return true;
    connection->tls = SSL_new(tls);
    SSL_set_fd(connection->tls, connection->fd);
    if (SSL_accept(connection->tls) == 1)
        return true;
    note("tls failed");
    return false;
}

static void *serve(void *context)
{
    struct connection *connection = context;
    connection->in = malloc(MAX_REQUEST + 1);
    connection->in[0] = '\0';
    if (greet(connection))
        while (serve_one(connection))
            ;
    if (connection->in_bytes > 0)
        note("left %zu bytes", connection->in_bytes);
    if (connection->tls)
        SSL_free(connection->tls);
    close(connection->fd);
    free(connection->in);
    free(connection);
    return NULL;
}

static void welcome(int fd, bool is_other)
{
    struct connection *connection = calloc(1, sizeof *connection);
    pthread_t thread;
    connection->fd = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
    connection->is_other = is_other;
    pthread_mutex_lock(&lock);
    if (connection->fd >= 0)
        note("%s", is_other ? "elsewhere connection" : "connection");
    if (!is_other && is_faulty())
        connection->meets = next_meets;
    if (!is_other)
        next_meets = NULL;
    pthread_mutex_unlock(&lock);
    if (connection->fd < 0 || pthread_create(&thread, NULL, serve, connection) != 0)
        free(connection);
    else
        pthread_detach(thread);
}

int main(int argc, char **argv)
{
    pid_t parent = getppid();
    if (argc < 3) {
        fputs("usage: scripted-server DIR NETWORK-SCRIPT [FAULT-SCRIPT]\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    if (argc > 3)
        script_load(&script, argv[3], true);
    script_load(&script, argv[2], false);
    if (chdir(argv[1]) != 0 || !(record = fopen("log", "a"))) {
        perror(argv[1]);
        return 2;
    }
    if (script.certificate) {
        certificate_begin("authority.pem");
        is_dripping = strcmp(script.certificate, "drip") == 0;
        if (!is_dripping)
            usual_tls = certificate_context(script.certificate);
    }
    listener = listen_on(&port);
    int other = listen_on(&other_port);
    printf("SCRIPTED_PORT=%d\nSCRIPTED_OTHER=%d\nready\n", port, other_port);
    fflush(stdout);
    while (getppid() == parent) {
        pthread_mutex_lock(&lock);
        if (listener < 0 && !is_faulty())
            listener = listen_on(&port);
        struct pollfd fds[] = { { .fd = other, .events = POLLIN },
                                { .fd = listener, .events = POLLIN } };
        pthread_mutex_unlock(&lock);
        poll(fds, 2, LOOK_MS);
        for (int i = 0; i < 2; i++)
            if (fds[i].revents & POLLIN)
                welcome(fds[i].fd, i == 0);
    }
    return 0;
}
