#!/bin/bash
# The right text for the wrong account: a secret that is somebody else's, and names of variables that
# are not ours to read.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/cell.sh"
[ -x "$TESTS/../$BUILD/scripted-server" ] || skip_all "'$BUILD/scripted-server' is not there: make servers"

# The server says who we are; from the second run on, somebody else.
for network in mastodon bluesky; do
    at=$T/$network
    case $network in
        mastodon) printf 'GET /api/v1/accounts/verify_credentials\n  json {"id": "78", "username": "horno", "acct": "horno", "url": "{origin}/@horno"}\n' >"$T/other" ;;
        bluesky) sed -n '/createSession/,/json/p' "$OUTCOMES/networks/bluesky" | grep -v '^login' | sed 's/did:plc:[a-z0-9]*/did:plc:zzzzzzzzzzzzzzzzzzzzzzzz/g' >"$T/other" ;;
    esac
    scripted_start "$at/server" "$OUTCOMES/networks/$network" "$T/other" || { skip 6 "$SERVER_WHY"; continue; }
    rm "$at/server/fault"
    outcome_workspace "$at/work" $network http
    FAST= outcome_run "$at" "${OUTCOME_TIMES[0]}"
    check "$network: the first post goes out" [ "$(grep -c '^post ' "$at/server/log")" = 1 ]
    check "$network: who we are is written down" [ -n "$(git -C "$at/work" show pregon-ledger:accounts.yml 2>/dev/null | grep horno)" ]
    printf -- '---\ntitle: Pan\ndate: 2026-11-24 10:00\naccounts: [horno]\n---\nHoy hay pan.\n' >"$at/work/content/posts/pan.md"
    git -C "$at/work" add -A && git -C "$at/work" commit -qm 'post: another'
    : >"$at/server/fault"
    FAST= outcome_run "$at" "${OUTCOME_TIMES[2]}"
    check "$network: as somebody else nothing is sent" [ "$(grep -c ' create$' "$at/server/log")" = 1 ]
    check "$network: a person must decide" [ "$OUTCOME_STATUS" = 3 ]
    check "$network: and hears why" grep -q "nothing is sent to it" "$at/err" "$at/out"
    rm "$at/server/fault"
    FAST= outcome_run "$at" "${OUTCOME_TIMES[2]}"
    check "$network: as ourselves again it is" [ "$(grep -c '^post ' "$at/server/log")" = 2 ]
    server_stop "$SCRIPTED_PID"
done

# A server that calls us by our own secret would have it recorded.
printf 'GET /api/v1/accounts/verify_credentials\n  json {"id": "%s", "username": "horno", "acct": "horno", "url": "{origin}/@horno"}\n' "$OUTCOME_SECRET" >"$T/mirror.fault"
if scripted_start "$T/mirror/server" "$OUTCOMES/networks/mastodon" "$T/mirror.fault"; then
    outcome_workspace "$T/mirror/work" mastodon http
    FAST= outcome_run "$T/mirror" "${OUTCOME_TIMES[0]}"
    check 'called by our secret: nothing is sent' [ "$(grep -c ' create$' "$T/mirror/server/log")" = 0 -a "$OUTCOME_STATUS" = 3 ]
    check 'called by our secret: and it is said why' grep -q 'by a secret of ours' "$T/mirror/err" "$T/mirror/out"
    check_not 'called by our secret: which stands nowhere' grep -rqF "$OUTCOME_SECRET" "$T/mirror/work" "$T/mirror/out" "$T/mirror/err"
    server_stop "$SCRIPTED_PID"
else
    skip 3 "$SERVER_WHY"
fi

# Variables that CI services fill for others, or that mean something else to us.
scripted_start "$T/names/server" "$OUTCOMES/networks/mastodon" || { skip 18 "$SERVER_WHY"; finish 33; }
outcome_workspace "$T/names/work" mastodon http
cd "$T/names/work" || exit
for name in GITHUB_TOKEN ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN CI_JOB_TOKEN AWS_SECRET_ACCESS_KEY HOME PREGON_GIT_TOKEN pregon_horno PREGON_; do
    sed -i "s/secret: .*/secret: $name/" brand/accounts.yml
    commit "brand: $name"
    env "$name=canary-4f1c" "$PREGON" publish --now "${OUTCOME_TIMES[0]}" >"$T/said" 2>&1 </dev/null
    status=$?
    check "$name is no secret of an account: status $status" [ $status = 1 -o $status = 3 ]
    check "$name: no packet, and not a word of it" [ ! -s "$T/names/server/log" -a "$(grep -c canary "$T/said")" = 0 ]
done
finish 33
