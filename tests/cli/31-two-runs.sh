#!/bin/bash
# The ledger on a git host over HTTP: a refusal stops before anything is sent; two runs at once, in
# two clones, send each delivery once; a lost answer to the push is looked after.
. "$(dirname "$0")/lib.sh"
forge_start "$T/forge" || skip_all "$SERVER_WHY"
export PREGON_GIT_TOKEN=$FORGE_TOKEN
now=2026-11-24T09:30:00+01:00

# The null network of class L appends a line for each create: a second copy would be seen. Its log
# is below each clone's own root, so both logs count.
make_workspace() { # NAME
    new_workspace "$1"
    write brand/accounts.yml <<'EOF'
accounts:
  uno: {network: "null", log: sent-uno.log, class: L}
  dos: {network: "null", log: sent-dos.log, class: L}
  tres: {network: "null", log: sent-tres.log, class: L}
EOF
    echo 'sent-*.log' >.gitignore
    rm -r content/posts
    for post in a b c; do
        write "content/posts/$post.md" <<EOF
---
title: $post
date: 2026-11-24 09:00
accounts: [uno, dos, tres]
---
Pan $post.
EOF
    done
    commit 'post: nueve envíos'
    forge_adopt
}

make_workspace stale
git branch -q stale
printf 'ledger: {genesis: 0123456789012345678901234567890123456789}\n' >>brand/brand.yml
commit 'brand: pin the ledger'
git push -q "$FORGE_REPO" main
git checkout -q stale
run publish --now $now
is_status 4 'the pin of the published branch counts, not that of a clone that is behind'
err_has 'missing' 'and it is not there'
run hold
is_status 4 'for a hold too'
printf 'ledger: {branch: other}\n' >>brand/brand.yml
commit 'brand: another ledger'
run publish --now $now
is_status 4 'nor may a clone name another ledger than the published branch'
check 'nothing was sent' test ! -e sent-uno.log
check 'and no ledger begun' test "$(git -C "$FORGE_REPO" for-each-ref | wc -l)" = 1
git -C "$FORGE_REPO" update-ref -d refs/heads/main

make_workspace refused
forge_switch refuse
run publish --now $now
is_status 4 'a refused ledger push is status 4'
err_has 'GH006' 'with the reason of the host'
check 'and nothing was sent' test ! -e sent-uno.log
forge_clear
run publish --now $now
is_status 0 'once it is allowed, all goes out'
check 'each delivery once' test "$(cat sent-*.log | wc -l)" = 9
run publish --now $now
is_status 0 'the second run'
check 'sends nothing' test "$(cat sent-*.log | wc -l)" = 9
run status --format json
is_status 0 'status reads the same ledger'

for post in d e f; do
    sed "s/^title: a/title: $post/; s/Pan a/Pan $post/" content/posts/a.md >content/posts/$post.md
done
commit 'post: nueve más' && git push -q "http://x-access-token:$FORGE_TOKEN@${FORGE_URL#http://}" main
forge_switch drop-answer 1
run publish --now 2026-11-24T09:31:00+01:00
check 'a push whose answer is lost is no reason to send twice' test "$(cat sent-*.log | sort | uniq -d | wc -l)" = 0
run publish --now 2026-11-24T10:20:00+01:00
run publish --now 2026-11-24T10:21:00+01:00
check 'and everything is out in the end' test "$(cat sent-*.log | wc -l)" = 18
forge_clear

for post in g h i; do
    sed "s/^title: a/title: $post/; s/Pan a/Pan $post/" content/posts/a.md >content/posts/$post.md
done
commit 'post: y nueve' && git push -q "http://x-access-token:$FORGE_TOKEN@${FORGE_URL#http://}" main
rm -f sent-*.log
git clone -q "http://x-access-token:$FORGE_TOKEN@${FORGE_URL#http://}" "$T/second"
git -C "$T/second" remote set-url origin "$FORGE_URL"
run_background one publish --now 2026-11-24T09:32:00+01:00
one=$RUN_PID
cd "$T/second" || exit
run_background two publish --now 2026-11-24T09:32:00+01:00
two=$RUN_PID
run_wait "$one"
check 'two runs at once: the first ends well' test "$RUN_STATUS" = 0
run_wait "$two"
check 'and the second' test "$RUN_STATUS" = 0
check 'together they sent each delivery once' test "$(cat "$T"/refused/sent-*.log "$T"/second/sent-*.log 2>/dev/null | wc -l)" = 9
check_not 'no token in the ledger' grep -qrF "$FORGE_TOKEN" <(git -C "$FORGE_REPO" log -p pregon-ledger)

# As CI checks out: without history. What is there is not fetched, only the ledger is.
git clone -q --depth 1 "file://$FORGE_REPO" "$T/shallow" && cd "$T/shallow" || exit
git remote set-url origin "$FORGE_URL"
git checkout -q --detach
run publish --now 2026-11-24T09:33:00+01:00 --format json
is_status 0 'a checkout without history'
json '.balance.sent == .balance.deliveries and .balance.sent > 0' 'knows what is sent'
check_not 'fetches no post that it has' git -C .git/pregon/store.git cat-file -e "$(git rev-parse HEAD)"

# The ledger in a repository of its own, the posts in origin.
OTHER_REPO=${FORGE_REPO/site.git/ledger.git}
git init -q --bare -b main "$OTHER_REPO" && git -C "$OTHER_REPO" config http.receivepack true
git -C "$FORGE_REPO" update-ref -d refs/heads/main
make_workspace apart
printf 'ledger: {remote: "%s"}\n' "${FORGE_URL/site.git/ledger.git}" >>brand/brand.yml
commit 'brand: a ledger apart'
git push -q "$FORGE_REPO" main
run publish --now $now
is_status 0 'a ledger in a repository of its own'
check 'all goes out' test "$(cat sent-*.log | wc -l)" = 9
check 'is written there' git -C "$OTHER_REPO" rev-parse -q --verify refs/heads/pregon-ledger
run publish --now $now
check 'and read' test "$(cat sent-*.log | wc -l)" = 9
finish
