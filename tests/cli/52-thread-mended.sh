#!/bin/bash
# A thread whose second part was refused: a person mends it, and today's text of what is not out yet
# goes out, behind the part that is.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/cell.sh"
[ -x "$TESTS/../$BUILD/scripted-server" ] || skip_all "'$BUILD/scripted-server' is not there: make servers"
printf 'CREATE skip 1 times 1\n  status 422\n  json {"error": "no"}\n' >"$T/second"
sed 's/skip 1/skip 2/' "$T/second" >"$T/third"

thread() { # TEXT...
    printf -- '---\ntitle: Hilo\ndate: 2026-11-24 09:30\naccounts: [horno]\n---\n' >content/posts/otono.md
    printf '%s\n' "$1" >>content/posts/otono.md
    shift
    [ $# = 0 ] || printf '\n---\n\n%s\n' "$@" >>content/posts/otono.md
    git add -A && git commit -qm 'post: thread'
}
creates() { grep -c ' create$' "$at/server/log"; }
frozen() { git show pregon-ledger:deliveries/otono/horno.payload.json; }
for how in today same cut shorter; do
    at=$T/$how
    fault=$T/second
    [ $how != shorter ] || fault=$T/third
    scripted_start "$at/server" "$OUTCOMES/networks/mastodon" "$fault" || skip_all "$SERVER_WHY"
    outcome_workspace "$at/work" mastodon http
    cd "$at/work" || exit
    thread Uno. Dos. Tres.
    FAST= outcome_run "$at" "${OUTCOME_TIMES[0]}"
    check "$how: a part is refused" [ "$OUTCOME_STATUS" = 3 ]
    case $how in
        cut | shorter) thread Uno. ;;
        *) thread Uno. 'Dos, mejor.' Tres. ;;
    esac
    options=--retry
    [ $how != same ] || options='--retry --same'
    # shellcheck disable=SC2086 # words
    run resolve otono horno $options --now 2026-11-24T09:40:00+01:00
    is_status 0 "$how: a person says that it is mended"
    FAST= outcome_run "$at" "${OUTCOME_TIMES[1]}"
    case $how in
        today | same)
            check "$how: the rest goes out" [ "$(creates)" = 4 ]
            check "$how: three posts, none twice" [ "$(grep -c '^post ' "$at/server/log")" = 3 ]
            ;;
        cut)
            check "$how: nothing more goes out" [ "$(creates)" = 2 ]
            check "$how: what is out is all" [ "$(git show pregon-ledger:deliveries/otono/horno.yml | grep -c '^state: sent')" = 1 ]
            ;;
        shorter)
            check "$how: nothing more goes out" [ "$(creates)" = 3 ]
            check "$how: and the run says why" grep -q 'parts of it are out that it no longer has' "$at/err" "$at/out"
            ;;
    esac
    check "$how: with the text that was meant" [ "$(frozen | grep -c 'Dos, mejor.')" = "$([ $how = today ] && echo 1 || echo 0)" ]
    server_stop "$SCRIPTED_PID"
done
finish 20
