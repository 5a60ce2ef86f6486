#!/bin/bash
# A post is deleted, or made a draft, when it was begun and nobody knows what became of it: it is
# ended as it was begun, unless it is held. One that was surely not accepted is not sent any more.
. "$(dirname "$0")/lib.sh"
FAST=$TESTS/../$BUILD/fast-clock.so
[ -e "$FAST" ] || skip_all "'$BUILD/fast-clock.so' is not there: make servers"
export PREGON_HORNO=secret-of-horno

# A post of which the server keeps nothing, with an answer that is lost or a busy one; then COMMANDS.
begun() { # NAME FAULT COMMANDS
    scripted_start "$T/$1" "$TESTS/outcomes/networks/mastodon" "$TESTS/outcomes/faults/$2" || skip_all "$SERVER_WHY"
    new_workspace "at-$1"
    rm -r content/posts/*
    printf 'accounts:\n  horno: {network: mastodon, secret: PREGON_HORNO, handle: horno, service: "http://127.0.0.1:%s"}\n' "$SCRIPTED_PORT" >brand/accounts.yml
    printf -- '---\ntitle: Otoño\ndate: 2026-11-24 09:30\naccounts: [horno]\n---\nVuelve la hogaza.\n' >content/posts/otono.md
    commit 'post: one'
    publish_at 2026-11-24T09:31:00+01:00
    rm "$T/$1/fault"
    eval "$3"
    publish_at 2026-11-24T09:50:00+01:00
    publish_at 2026-11-24T10:05:00+01:00
    posts=$(grep -c '^post ' "$T/$1/log")
    state=$(ledger_file deliveries/otono/horno.yml | sed -n 's/^state: //p')
}
publish_at() { FAST_CLOCK=60 LD_PRELOAD=$FAST timeout 60 "$PREGON" publish --now "$1" >"$T/stdout" 2>"$T/stderr" </dev/null; }
delete() { git rm -q content/posts/otono.md && git commit -qm 'post: take it back'; }
draft() { sed -i 's/^title/draft: true\ntitle/' content/posts/otono.md && commit 'post: not yet'; }

begun deleted reset-request delete
check 'deleted while it is sending: it is ended as it was begun' test "$posts $state" = '1 sent'
begun draft reset-request draft
check 'made a draft: the same' test "$posts $state" = '1 sent'
begun held reset-request 'run hold --post otono --why "taken back" --now 2026-11-24T09:45:00+01:00; delete'
check 'held and deleted: nothing more is sent' test "$posts $state" = '0 sending'
begun retrying 429 delete
check 'deleted while it is retrying: nothing more is sent' test "$posts $state" = '0 retry'
finish 4
