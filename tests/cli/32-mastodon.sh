#!/bin/bash
# Mastodon and its relatives: threads with media, warnings, answers that are lost, servers that are
# busy, the credentials of another, a clock that is wrong.
. "$(dirname "$0")/lib.sh"
mastodon_start "$T/mastodon" || skip_all "$SERVER_WHY"
export PREGON_MASTODON=$MASTODON_TOKEN
png=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==

make_workspace() { # NAME
    new_workspace "$1"
    write brand/accounts.yml <<EOF
accounts:
  mastodon:
    network: mastodon
    handle: horno@127.0.0.1:$MASTODON_PORT
    service: $MASTODON_URL
    secret: PREGON_MASTODON
EOF
    rm -r content/posts
}
add_post() { # ID [FRONT-MATTER-LINE…]
    mkdir -p "content/posts/$1"
    { printf -- '---\ntitle: %s\ndate: 2026-11-24 09:00\naccounts: [mastodon]\n' "$1"
      printf '%s\n' "${@:2}"
      printf -- '---\nUno de %s.\n\n---\n\nDos de %s.\n' "$1" "$1"; } >"content/posts/$1/post.md"
    base64 -d >"content/posts/$1/hogaza.png" <<<$png
    commit "post: $1"
}
statuses() { mastodon | jq '.statuses | length'; }

make_workspace one
add_post pan 'media: [{file: hogaza.png, alt: Una hogaza}]' 'sensitive: Lleva gluten' 'tags: [Pan]'
mastodon '{"media": {"state": "processing", "polls": 1}}' >"$T/ignored"
run publish --now 2026-11-24T09:10:00+01:00
is_status 0 'a thread with a picture that takes its time'
mastodon >"$T/state"
json '.violations == []' 'no request breaks the contract' "$T/state"
json '.statuses | length == 2' 'two statuses' "$T/state"
json '.statuses | map(select(tostring | contains("Uno de pan"))) | .[0].spoiler_text == "Lleva gluten"' 'the first with its warning' "$T/state"
json '[.media[]] | map(select(tostring | contains("Una hogaza"))) | length == 1' 'and its picture' "$T/state"
json '(.statuses | map(select(tostring | contains("Uno de pan")))[0].id) as $first | .statuses | map(select(tostring | contains("Dos de pan")))[0].in_reply_to_id == $first' 'the second answers it' "$T/state"
run publish --now 2026-11-24T09:20:00+01:00
check 'run twice: nothing new' test "$(statuses)" = 2

add_post perdido
mastodon '{"media": {"state": "ready"}, "faults": [{"method": "POST", "path": "/api/v1/statuses", "times": 1, "do": "lose-answer"}]}' >"$T/ignored"
run_background lost publish --now 2026-11-24T09:20:00+01:00
three_are_there() { [ "$(statuses)" -ge 3 ]; }
wait_until 20 three_are_there
kill -9 "$RUN_PID" 2>/dev/null
wait "$RUN_PID" 2>/dev/null
run publish --now 2026-11-24T10:30:00+01:00
run publish --now 2026-11-24T10:32:00+01:00
mastodon >"$T/state"
check 'an answer that is lost, and the run with it: no second copy' test "$(mastodon | jq '[.statuses[] | tostring | select(contains("Uno de perdido"))] | length')" = 1
check 'and the thread goes on' test "$(mastodon | jq '[.statuses[] | tostring | select(contains("Dos de perdido"))] | length')" = 1
is_status 0 'with the record settled'

add_post lleno
mastodon '{"faults": [{"method": "POST", "path": "/api/v1/statuses", "times": 1, "do": "rate-limit", "seconds": 600}]}' >"$T/ignored"
run publish --now 2026-11-24T10:40:00+01:00 --format json
json '[.deliveries[] | select(.post == "lleno")][0].state == "retrying"' 'a server that is busy: later'
run publish --now 2026-11-24T10:41:00+01:00
check 'not one create before it said' test "$(mastodon | jq '[.statuses[] | tostring | select(contains("lleno"))] | length')" = 0
run publish --now 2026-11-24T10:55:00+01:00
check 'then it goes out' test "$(mastodon | jq '[.statuses[] | tostring | select(contains("Uno de lleno"))] | length')" = 1

add_post cambiado 'media: [{file: hogaza.png, alt: La foto vieja}]'
mastodon '{"faults": [{"method": "POST", "path": "/api/v1/statuses", "times": 1, "do": "rate-limit", "seconds": 60}]}' >"$T/ignored"
run publish --now 2026-11-24T10:56:00+01:00
check 'a picture goes up, the status has to wait' test "$(mastodon | jq '[.media[] | tostring | select(contains("La foto vieja"))] | length')" = 1
sed -i 's/La foto vieja/La foto nueva/' content/posts/cambiado/post.md
commit 'post: cambiado'
run publish --now 2026-11-24T10:58:00+01:00
mastodon >"$T/state"
json '.media | map(select(.description == "La foto nueva")) | .[0].status_id != null' 'a picture that was changed meanwhile goes up anew' "$T/state"

add_post otro
PREGON_MASTODON=wrong-token run publish --now 2026-11-24T11:00:00+01:00
is_status 3 'a token that is refused is status 3'
run status --format json
out_lacks 'wrong-token' 'status shows no secret'
err_lacks 'wrong-token' 'nor do messages'
run publish --now 2026-11-24T11:02:00+01:00
is_status 0 'with the right one it goes out'

add_post reloj
mastodon '{"date_skew_s": 600}' >"$T/ignored"
run publish --now 2026-11-24T11:10:00+01:00
is_status 4 'a clock ten minutes off is status 4'
check 'and nothing is sent' test "$(mastodon | jq '[.statuses[] | tostring | select(contains("reloj"))] | length')" = 0
mastodon '{"date_skew_s": 0}' >"$T/ignored"
mastodon >"$T/state"
json '.violations == []' 'no request broke the contract' "$T/state"
finish
