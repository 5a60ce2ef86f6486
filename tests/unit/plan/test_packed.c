#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/pack.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/workspace.h"
#include "plan/packed.h"
#include "plan/plan.h"

static struct account accounts[] = { { .id = "bluesky", .index = 0 },
                                     { .id = "blog", .index = 1 } };
static const struct workspace workspace = { .accounts = accounts, .account_count = 2 };

/* Two deliveries of a post, each with all that may be set, and a reason of another. */
static struct plan plan_of(struct arena *arena)
{
    static const char *const roles[] = { "legal", "manager" };
    static struct delivery_approval approval = { .roles = roles, .role_count = 2, .owner = "noa" };
    static struct delivery items[] = {
        { .post = "p",
          .path = "content/posts/p.md",
          .title = "Pan",
          .account = &accounts[1],
          .date_utc = 1795509000,
          .due_utc = 1795509000,
          .expires_utc = 1795509001,
          .max_late_s = 3600,
          .priority = -3,
          .is_urgent = true,
          .queue_day_s = -1,
          .waits_for = { "q/blog", "r/blog" },
          .campaign = "otono",
          .why_blocked = "no",
          .approval = &approval },
        { .post = "p",
          .path = "content/posts/p.md",
          .title = "Pan",
          .account = &accounts[0],
          .is_draft = true,
          .queue = "sobremesa" },
    };
    static const char *nowhere[] = { "content/posts/n.md:1: nobody" };
    return (struct plan){
        .arena = arena, .items = items, .count = 2, .nowhere = nowhere, .nowhere_count = 1
    };
}

TEST(what_a_post_adds_to_the_plan_is_packed_and_taken_out_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct plan plan = plan_of(&arena), again = { .arena = &arena };
    struct packer out = { .arena = &arena };
    plan_pack(&out, &plan, 0, 0);
    struct unpacker in = { out.bytes, out.bytes + out.count, false };
    plan_unpack(&in, &again, &workspace, 7);
    assert_false(in.is_broken);
    assert_ptr_equal(in.at, in.end);
    assert_int_equal(again.count, 2);
    const struct delivery *is = &again.items[0], *was = &plan.items[0];
    assert_string_equal(is->post, "p");
    assert_string_equal(is->path, was->path);
    assert_string_equal(is->title, "Pan");
    assert_ptr_equal(is->account, &accounts[1]);
    assert_int_equal(is->date_utc, was->date_utc);
    assert_int_equal(is->due_utc, was->due_utc);
    assert_int_equal(is->expires_utc, was->expires_utc);
    assert_int_equal(is->max_late_s, 3600);
    assert_int_equal(is->priority, -3);
    assert_true(is->is_urgent && !is->is_draft);
    assert_null(is->queue);
    assert_int_equal(is->queue_day_s, -1);
    assert_string_equal(is->waits_for[1], "r/blog");
    assert_null(is->waits_for[2]);
    assert_string_equal(is->campaign, "otono");
    assert_string_equal(is->why_blocked, "no");
    assert_string_equal(is->approval->roles[1], "manager");
    assert_string_equal(is->approval->owner, "noa");
    assert_int_equal(is->post_index, 7);
    assert_true(again.items[1].is_draft && !again.items[1].is_urgent);
    assert_string_equal(again.items[1].queue, "sobremesa");
    assert_null(again.items[1].approval);
    assert_int_equal(again.nowhere_count, 1);
    assert_string_equal(again.nowhere[0], plan.nowhere[0]);
}

TEST(what_was_cut_short_adds_nothing_to_the_plan)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct plan plan = plan_of(&arena);
    struct packer out = { .arena = &arena };
    plan_pack(&out, &plan, 0, 0);
    for (size_t bytes = 0; bytes < out.count; bytes++) {
        struct plan again = { .arena = &arena };
        struct unpacker in = { out.bytes, out.bytes + bytes, false };
        plan_unpack(&in, &again, &workspace, 0);
        assert_true(in.is_broken);
        assert_int_equal(again.count + again.nowhere_count, 0);
    }
}

TEST(an_account_that_is_not_there_adds_nothing_to_the_plan)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct workspace smaller = { .accounts = accounts, .account_count = 1 };
    struct plan plan = plan_of(&arena), again = { .arena = &arena };
    struct packer out = { .arena = &arena };
    plan_pack(&out, &plan, 0, 0);
    struct unpacker in = { out.bytes, out.bytes + out.count, false };
    plan_unpack(&in, &again, &smaller, 0);
    assert_true(in.is_broken);
    assert_int_equal(again.count + again.nowhere_count, 0);
}
