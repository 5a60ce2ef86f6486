#!/bin/bash
# A ledger of more than a hundred thousand commits, as of an hourly job after twelve years, in a
# clone that has never seen it: what was sent at its very beginning, and taken out since, is missed.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/*
printf 'accounts:\n  uno: {network: "null", class: N, log: public/uno}\n' >brand/accounts.yml
echo public >.gitignore
for name in a b; do
    printf -- '---\ntitle: %s\ndate: 2026-11-24 09:00\naccounts: [uno]\n---\nPan de %s.\n' $name $name >content/posts/$name.md
done
commit 'post: two'
run publish --now 2026-11-24T09:01:00+01:00
is_status 0 'the ledger begins'

# So many signs of life; before them TREE takes a record out, or not.
prolong() { # SHELL
    rm -rf .git/pregon "$T/tree" public
    for ref in $(git for-each-ref --format='%(refname)' refs/pregon); do git update-ref -d "$ref"; done
    git update-ref refs/heads/pregon-ledger "$BEGUN"
    git worktree prune && git worktree add -q --detach "$T/tree" pregon-ledger && (cd "$T/tree" && eval "$1")
    TIP=$(git -C "$T/tree" rev-parse HEAD) && git worktree remove --force "$T/tree"
    awk -v tip="$TIP" 'BEGIN {
        for (i = 1; i <= 100500; i++) {
            printf "commit refs/heads/pregon-ledger\nmark :%d\ncommitter Ana <ana@horno.example> %d +0000\ndata 5\nbeat\n\n", i, 1795500000 + i
            printf "from %s\n", i == 1 ? tip : ":" (i - 1)
        }
    }' | git fast-import --quiet --force
}
BEGUN=$(git rev-parse pregon-ledger)
prolong ':'
SECONDS=0
run publish --now 2026-11-24T09:31:00+01:00
is_status 0 "a whole one of 100,501 commits is read through ($SECONDS s)"
check 'and nothing is sent again' [ ! -e public/uno ]
prolong 'git rm -q deliveries/a/uno.yml && git commit -qm "record: tidy"'
run publish --now 2026-11-24T09:31:00+01:00
is_status 4 'one that lost what its first commit sent is refused'
err_has "no longer says that 'a/uno' was sent" 'by name'
check 'and nothing is sent again then either' [ ! -e public/uno ]
finish 6
