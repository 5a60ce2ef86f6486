#!/bin/bash
# publish without a remote, to the blog: once, and nothing else of the repository moves.
. "$(dirname "$0")/lib.sh"
new_workspace
now=2026-11-24T12:00:00+01:00

before=$(fingerprint)
run publish --now $now --dry-run
is_status 0 'a rehearsal'
check 'makes no ledger' test -z "$(git for-each-ref refs/heads/pregon-ledger)"
check 'and no page' test ! -e public
check 'nor anything of its own' test ! -e .git/pregon
run publish --now $now
is_status 0 'publish sends what is due'
run publish --now $now --format json
is_status 0 'again'
json '.balance.due == 0 and .balance.sent > 0' 'nothing is due any more'
json '.balance.deliveries == ([.balance | to_entries[] | select(.key != "deliveries") | .value] | add)' 'the balance adds up'
same <(echo "$before") <(fingerprint) 'work tree, index, HEAD and main are what they were'
check 'the blog has an index' test -s public/blog/index.html
check 'an Atom feed' grep -q '<feed xmlns="http://www.w3.org/2005/Atom"' public/blog/atom.xml
json '.version == "https://jsonfeed.org/version/1.1" and (.items | length) > 0' 'and a JSON feed' public/blog/feed.json
count=$(git rev-list --count pregon-ledger)
run publish --now $now
check 'a run without news makes no commit' test "$(git rev-list --count pregon-ledger)" = "$count"
check 'a message of the ledger ends with [skip ci]' grep -q '\[skip ci\]$' <(git log --format=%s -1 pregon-ledger)
check 'its branch has a history of its own' test -z "$(git merge-base main pregon-ledger)"

cp -R public "$T/pages"
rm -rf public
run publish --now $now
is_status 0 'a fresh machine'
check 'makes the same pages' diff -r "$T/pages" public
printf 'mine\n' >public/blog/notes.txt
printf 'changed' >public/blog/index.html
run publish --now $now
check 'mends a page that was changed' diff "$T/pages/blog/index.html" public/blog/index.html
check 'and leaves a file that is not its own' test -f public/blog/notes.txt

rm -rf .git/pregon
run publish --now $now
is_status 0 'without the store'
check 'nothing is sent again' test "$(git rev-list --count pregon-ledger)" = "$count"

write content/posts/2026/11/roto.md <<'EOF'
---
title: Roto
date: 2026-11-24 11:30
accounts: [blog]
campaign: nada
---
Este no sale.
EOF
write content/posts/2026/11/sano.md <<'EOF'
---
title: Sano
date: 2026-11-24 11:30
accounts: [blog]
---
Este sí.
EOF
commit 'post: uno roto, otro sano'
run publish --now $now --format json
is_status 1 'a post that breaks a check is status 1'
json '[.deliveries[] | select(.post == "2026/11/roto")][0].state == "blocked"' 'it is blocked'
json '[.deliveries[] | select(.post == "2026/11/sano")][0].state == "sent"' 'alone'

write content/posts/2026/11/sin-commit.md <<'EOF'
---
title: Sin commit
date: 2026-11-24 11:45
accounts: [blog]
---
Todavía no.
EOF
run publish --now $now --format json
json '[.deliveries[] | select(.post == "2026/11/sin-commit")] | length == 0' 'what is not committed does not exist'
new_workspace taken-back
rm -r content/posts/*
write content/posts/uno.md <<'EOF'
---
title: Uno
date: 2026-11-24 11:30
accounts: [blog]
---
Este sale, y se retira.
EOF
commit 'post: one'
run publish --now $now
check 'a blog of one post' grep -q 'Este sale' public/blog/index.html
git rm -q content/posts/uno.md && git commit -qm 'post: take it back'
run publish --now $now
is_status 0 'that is taken back'
check_not 'is an empty one' grep -rq 'Este sale' public/blog
check 'with its index' test -s public/blog/index.html
cd "$T/work" || exit

run status
out_has 'sent' 'status says what was sent'
run status --max-age 1h --now 2026-11-24T12:45:00+01:00
is_status 0 'a heartbeat that is new is right'
run status --max-age 1h --now 2026-11-24T15:00:00+01:00
is_status 4 'a heartbeat that is old is status 4'
run status --max-age 1h --now 2026-11-24T08:00:00+01:00
is_status 4 'so is one that is still to come'
out_has 'still to come' 'and it says so'
finish
