/* A post for each of its accounts. */
#include "render/renderings.h"

#include "base/arena.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/network.h"
#include "model/post.h"
#include "model/workspace.h"

struct renderings renderings_make(struct arena *arena, const struct post *post,
                                  const struct workspace *workspace)
{
    struct renderings out = { 0 };
    if (!post->is_loaded)
        return out;
    size_t room = account_set_count(post->accounts, workspace->account_count);
    out.posts = arena_alloc_array(arena, room, sizeof *out.posts);
    out.items = arena_alloc_array(arena, room, sizeof *out.items);
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(post->accounts, i))
            continue;
        struct account_post *one = &out.posts[out.count];
        post_for_account(one, arena, post, account, workspace);
        if (account->network)
            account->network->render(&out.items[out.count], arena, one, workspace);
        out.count++;
    }
    return out;
}
