#!/bin/bash
# A ledger that somebody tampered with on the git host, before posts are due: refused, or
# only what it touches is left, and nothing goes out twice. And a thousand posts that are overdue at
# once on one account: none is sent there without a person's word, the other account goes on.
. "$(dirname "$0")/lib.sh"
[ -x "$TESTS/../$BUILD/git-host" ] || skip_all "'$BUILD/git-host' is not there: make servers"
POSTS=1000
T0=2026-11-24T09:00:00+01:00
T1=2026-11-24T09:31:00+01:00
ledger=refs/heads/pregon-ledger
mkdir "$T/hosts" && "$TESTS/../$BUILD/git-host" "$T/hosts" >"$T/host.ready" 2>"$T/host.errors" </dev/null &
SERVER_PIDS+=($!)
wait_until 5 grep -qsx ready "$T/host.ready" || skip_all "$(cat "$T/host.errors")"
eval "$(sed '/^ready$/d' "$T/host.ready")"

new_workspace
rm -r content/posts/*
printf 'accounts:\n  uno: {network: "null", class: N, log: public/uno}\n  dos: {network: "null", class: N, log: public/dos}\n' >brand/accounts.yml
echo public >.gitignore
post() { # NAME DATE ACCOUNTS
    printf -- '---\ntitle: %s\ndate: %s\naccounts: [%s]\n---\nPan de %s.\n' "$1" "$2" "$3" "$1" >"content/posts/$1.md"
}
for name in a b c; do post $name '2026-11-24 08:59' 'uno, dos'; done
commit 'post: three'
HOST=$T/hosts/site
git init -q --bare -b main "$HOST" && git push -q "$HOST" main
git remote add origin "http://127.0.0.1:$GIT_HOST_PORT/site"
# Class N: what is sent again is a line again.
sent() { cat public/uno public/dos 2>/dev/null | wc -l; }
twice() { cat public/uno public/dos | sort | uniq -d | wc -l; }

run publish --now $T0
is_status 0 'a first run'
check 'sends what is due' [ "$(sent)" = 6 ]
FIRST=$(git -C "$HOST" rev-parse $ledger)
sed -n 's/^ *ledger: {branch.*genesis: \([0-9a-f]*\)}/\1/p' "$T/stdout" "$T/stderr" | head -n 1 >"$T/genesis"
run publish --now $T1
post d '2026-11-24 09:30' 'uno'
commit 'post: a fourth' && git push -q "$HOST" main
run publish --now $T1
check 'and a second one' [ "$(sent)" = 7 ]
GOOD=$(git -C "$HOST" rev-parse $ledger)
check 'which is another commit' [ "$GOOD" != "$FIRST" ]
GENESIS=$(git -C "$HOST" rev-list --max-parents=0 $ledger)
printf 'ledger: {genesis: %s}\n' "$GENESIS" >>brand/brand.yml
for ((n = 1; n <= 10; n++)); do post "due$n" '2026-11-24 09:40' 'uno, dos'; done
commit 'post: what would go out' && git push -q "$HOST" main
BEFORE=$(sent)
cp -R .git/pregon "$T/pregon"

# A commit on the good tip with this tree, made by COMMANDS in a work tree of the ledger.
tampered() { # SHELL
    git clone -q --branch pregon-ledger "$HOST" "$T/tree" && (cd "$T/tree" && eval "$1" && git add -A && git commit -qm 'record: 1 sent' && git push -q --force origin HEAD:$ledger) >"$T/tampering" 2>&1
    local status=$?
    rm -rf "$T/tree"
    return $status
}
orphan() { # SHELL: the same tree with another root
    git clone -q --branch pregon-ledger "$HOST" "$T/tree" && (cd "$T/tree" && eval "$1" && git add -A && git checkout -q --orphan other && git commit -qm 'begin: a ledger' && git push -q --force origin HEAD:$ledger) >"$T/tampering" 2>&1
    local status=$?
    rm -rf "$T/tree"
    return $status
}
record=deliveries/a/uno.yml
number=0
while IFS='|' read -r name sends how; do
    number=$((number + 1))
    rm -rf .git/pregon && cp -R "$T/pregon" .git/pregon
    eval "$how" || { fail "$name: could be done" "$how: $(cat "$T/tampering")"; continue; }
    run publish --now 2026-11-24T09:41:00+01:00
    if [ "$RUN_STATUS" = 0 ]; then fail "$name: the run ends well"; show_run; else pass "$name: status $RUN_STATUS"; fi
    check "$name: $sends were sent" [ $(($(sent) - BEFORE)) = "$sends" ]
    check "$name: nothing twice" [ "$(twice)" = 0 ]
    git -C "$HOST" update-ref $ledger "$GOOD"
    head -n 4 public/uno >"$T/uno" && cp "$T/uno" public/uno
    head -n 3 public/dos >"$T/dos" && cp "$T/dos" public/dos
done <<'END'
deleted|0|git -C "$HOST" update-ref -d $ledger
rewound|0|git -C "$HOST" update-ref $ledger "$FIRST"
another root|0|orphan true
a fork|0|git -C "$HOST" update-ref $ledger "$(git -C "$HOST" commit-tree -p "$FIRST" -m 'record: 1 sent' "$GOOD^{tree}")"
a sent record edited|0|tampered "sed -i 's/^state: sent/state: retry/' $record"
a sent record deleted|0|tampered "git rm -q $record"
all records deleted|0|tampered "git rm -qr deliveries"
cut in the middle|20|tampered "head -c 40 $record >x && mv x $record"
the case of a name changed|0|tampered "git mv $record deliveries/a/UNO.yml"
a clock in 2099|0|tampered "sed -i 's/^birth: .*/birth: 2099-01-01T00:00:00Z/' ledger.yml"
END
check "$number tamperings" [ $number = 10 ]
rm -rf .git/pregon && cp -R "$T/pregon" .git/pregon
run publish --now 2026-11-24T09:41:00+01:00
is_status 0 'with the ledger as it was all is well'
check 'and all goes out' [ "$(sent)" = $((BEFORE + 20)) ]

# --- a thousand at once ---
sed -i 's/class: N/class: I/' brand/accounts.yml
BEFORE=$(wc -l <public/uno)
for ((n = 1; n <= POSTS; n++)); do post "tarde$n" '2026-11-24 09:50' uno; done
for n in 1 2 3; do post "puntual$n" '2026-11-24 09:50' dos; done
commit 'post: a thousand by mistake' && git push -q "$HOST" main
TIMEFORMAT=%R
took=$({ time run publish --now 2026-11-24T09:52:00+01:00 --format json; echo "$RUN_STATUS" >"$T/status"; } 2>&1)
RUN_STATUS=$(cat "$T/status")
is_status 3 "a thousand overdue: a person must decide ($took s)"
err_has "$POSTS deliveries are overdue on 'uno' at once" 'how many, and where'
check 'none of them was sent' [ "$(wc -l <public/uno)" = "$BEFORE" ]
check 'the other account goes on' [ "$(grep -c puntual public/dos)" = 3 ]
json '.balance.due == 1000' 'they stay due'
run publish --now 2026-11-24T09:53:00+01:00 --confirm-backlog --account uno --limit 5
check 'with a word, as many as asked for' [ "$(wc -l <public/uno)" = $((BEFORE + 5)) ]
took=$({ time run publish --now 2026-11-24T09:54:00+01:00 --confirm-backlog --account uno; echo "$RUN_STATUS" >"$T/status"; } 2>&1)
RUN_STATUS=$(cat "$T/status")
is_status 0 "the rest with a word ($took s)"
check 'all of them' [ "$(wc -l <public/uno)" = $((BEFORE + POSTS)) ]
check 'and each once' [ "$(twice)" = 0 ]
finish 46
