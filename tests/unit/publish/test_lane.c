/* Lanes: what stops an account before a byte goes there, and what a login's end says of it. */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "publish/journal.h"
#include "publish/lane.h"

static const char *const public_hosts[] = { "home.example", NULL };

static struct step never_asked(struct driver *driver, const struct reply *reply)
{
    (void)driver, (void)reply;
    return (struct step){ .kind = STEP_UNKNOWN };
}

static const struct network network = {
    .name = "net", .class_letter = 'L', .public_hosts = public_hosts, .login = never_asked
};
static const struct network offline = {
    .name = "off", .class_letter = 'I', .is_offline = true, .login = never_asked
};

static void release(struct lane *lane) { arena_release(&lane->arena); }

TEST(an_account_without_all_that_it_needs_is_stopped_before_its_login)
{
    static const struct {
        struct account account;
        const char *words;
    } rows[] = {
        { { .service = "https://home.example" }, "names no `secret`" },
        { { .secret = "PREGON_LANE_UNIT" }, "names no `service`" },
        { { .secret = "PREGON_LANE_UNIT", .service = "home" }, "home" },
        { { .secret = "PREGON_LANE_NONE", .service = "https://home.example" }, "PREGON_LANE_NONE" },
        { { .secret = "PREGON_LANE_UNIT", .service = "https://evil.example" }, "evil.example" },
    };
    struct engine engine = { 0 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct account account = rows[i].account;
        account.id = "net";
        account.network = &network;
        CLEANUP(release) struct lane lane = { .account = &account };
        assert_int_equal(setenv("PREGON_LANE_UNIT", "lane-secret", 1), 0);
        lane_begin(&engine, &lane);
        assert_int_equal(lane.state, LANE_STOPPED);
        if (!strstr(lane.why.text, rows[i].words))
            fail_msg("'%s' does not say '%s'", lane.why.text, rows[i].words);
        assert_non_null(strstr(lane.why.text, "net"));
        assert_null(strstr(lane.why.text, "lane-secret"));
    }
}

TEST(an_account_with_all_that_it_needs_logs_in)
{
    struct engine engine = { 0 };
    const struct account ready = { .id = "net",
                                   .network = &network,
                                   .secret = "PREGON_LANE_UNIT",
                                   .service = "https://home.example" };
    const struct account silent = { .id = "off", .network = &offline };
    CLEANUP(release) struct lane lane = { .account = &ready };
    CLEANUP(release) struct lane other = { .account = &silent };
    assert_int_equal(setenv("PREGON_LANE_UNIT", "lane-secret", 1), 0);
    lane_begin(&engine, &lane);
    assert_int_equal(lane.state, LANE_LOGIN);
    assert_int_equal(lane_class(&lane), 'L');
    lane.session.class_letter = 'K';
    assert_int_equal(lane_class(&lane), 'K');
    lane_begin(&engine, &other);
    assert_int_equal(other.state, LANE_LOGIN);
}

/* A login that is over, of an account that the ledger knows as `pinned`, or not yet. */
static struct lane judged(const struct account *account, const char *identity, const char *pinned,
                          const struct step *step, int status)
{
    static char id[] = "net";
    struct ledger_pin pin = { .account = id, .identity = pinned };
    struct ledger ledger = { .pins = &pin, .pin_count = pinned != NULL };
    struct engine engine = { .ledger = &ledger };
    struct lane lane = { .account = account,
                         .session = { .identity = identity, .token = "lane-token" },
                         .login = { .reply = { .status = status } } };
    lane_judge(&engine, &lane, step);
    return lane;
}

static const struct account account = { .id = "net", .network = &network };
static const struct step done = { .kind = STEP_DONE };

TEST(who_an_account_is_must_not_change)
{
    const struct account silent = { .id = "net", .network = &offline };
    CLEANUP(release) struct lane first = judged(&account, "did:a", NULL, &done, 200);
    assert_int_equal(first.state, LANE_READY);
    assert_true(first.has_new_pin);
    CLEANUP(release) struct lane again = judged(&account, "did:a", "did:a", &done, 200);
    assert_int_equal(again.state, LANE_READY);
    assert_false(again.has_new_pin);
    CLEANUP(release) struct lane other = judged(&account, "did:b", "did:a", &done, 200);
    assert_int_equal(other.state, LANE_STOPPED);
    assert_int_equal(other.why.kind, ERR_REFUSED);
    CLEANUP(release) struct lane nobody = judged(&account, NULL, "did:a", &done, 200);
    assert_int_equal(nobody.state, LANE_READY);
    CLEANUP(release) struct lane local = judged(&silent, "did:b", "did:a", &done, 200);
    assert_int_equal(local.state, LANE_READY);
    assert_false(local.has_new_pin);
}

TEST(who_an_account_is_stands_in_the_ledger_of_the_run)
{
    static char id[] = "net";
    struct ledger_pin pin = { .account = id, .identity = "did:a" };
    struct journal journal = { .ledger = { .pins = &pin, .pin_count = 1 } };
    struct engine engine = { .journal = &journal };
    CLEANUP(release) struct lane lane = { .account = &account, .session = { .identity = "did:b" } };
    lane_judge(&engine, &lane, &done);
    assert_int_equal(lane.state, LANE_STOPPED);
}

TEST(a_login_that_fails_stops_the_account_and_says_who_can_mend_it)
{
    static const struct {
        struct step step;
        int status;
        enum err_kind kind;
        bool is_put_off;
        const char *words;
    } rows[] = {
        { { .kind = STEP_AUTH, .message = "wrong password", .remedy = "make a new one" },
          401,
          ERR_REFUSED,
          false,
          "wrong password; make a new one" },
        { { .kind = STEP_REFUSED, .message = "suspended" }, 403, ERR_REFUSED, false, "suspended" },
        { { .kind = STEP_BUSY }, 429, ERR_RETRY, true, "the login did not work" },
        { { .kind = STEP_BUSY }, 503, ERR_RETRY, false, "the login did not work" },
        { { .kind = STEP_UNKNOWN }, 429, ERR_RETRY, false, "the login did not work" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CLEANUP(release)
        struct lane lane = judged(&account, "did:a", NULL, &rows[i].step, rows[i].status);
        assert_int_equal(lane.state, LANE_STOPPED);
        assert_int_equal(lane.why.kind, rows[i].kind);
        assert_int_equal(lane.is_put_off, rows[i].is_put_off);
        assert_int_equal(lane.verdict.kind, rows[i].step.kind);
        if (!strstr(lane.why.text, rows[i].words))
            fail_msg("'%s' does not say '%s'", lane.why.text, rows[i].words);
    }
}
