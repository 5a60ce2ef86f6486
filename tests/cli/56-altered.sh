#!/bin/bash
# A server that shows a post to fewer people than was meant, or less of its text: it is sent, once, and somebody hears of
# it. What a server merely writes in another way is no alarm.
. "$(dirname "$0")/lib.sh"
export PREGON_HORNO=secret-of-horno
one() { # NAME JSON-OF-THE-ANSWER
    printf 'CREATE\n  accept\n  json {"id": "{n}", "url": "{origin}/@horno/{n}", "created_at": "{at}", %s}\n' "$2" >"$T/$1.fault"
    scripted_start "$T/$1" "$TESTS/outcomes/networks/mastodon" "$T/$1.fault" || skip_all "$SERVER_WHY"
    new_workspace "at-$1"
    rm -r content/posts/*
    printf 'accounts:\n  horno: {network: mastodon, secret: PREGON_HORNO, handle: horno, service: "http://127.0.0.1:%s"}\n' "$SCRIPTED_PORT" >brand/accounts.yml
    printf -- '---\ntitle: Otoño\ndate: 2026-11-24 09:30\naccounts: [horno]\n---\nVuelve la hogaza.\n' >content/posts/otono.md
    commit 'post: one'
    run publish --now 2026-11-24T09:31:00+01:00
}
one fewer '"visibility": "unlisted", "content": "<p>Vuelve la hogaza.</p>"'
is_status 0 'to fewer people: it is sent'
out_has 'shows less of it than was meant' 'and said so'
check 'the record says it too' test "$(ledger_file deliveries/otono/horno.yml | grep -c '^altered: true')" = 1
run publish --now 2026-11-24T09:32:00+01:00 --format json
json '.deliveries[0] | .state == "sent" and .altered' 'and JSON'
check 'a second run sends nothing' test "$(grep -c ' create$' "$T/fewer/log")" = 1

one cut '"visibility": "public", "content": "<p>Vuelve la ho</p>"'
out_has 'shows less of it than was meant' 'cut short: it is said'
check 'cut short: in the record' test "$(ledger_file deliveries/otono/horno.yml | grep -c '^altered: true')" = 1

# Markup, entities, another form of Unicode, white space, a picture too many, an unknown field.
for content in '<p>Vuelve la <span>hogaza</span>.</p>' 'Vuelve la hogaza.\n' '&#86;uelve la hogaza.' '<p>Vuelve  la<br>hogaza.</p>' ''; do
    one "same-$((++n))" "\"visibility\": \"public\", \"content\": \"$content\", \"media_attachments\": [{\"id\": \"1\"}], \"x\": null"
    [ "$RUN_STATUS" = 0 ] && ! ledger_file deliveries/otono/horno.yml | grep -q altered || wrong+="$content; "
done
check "written in another way: no alarm" test -z "$wrong"
one none '"content": 7, "media_attachments": null, "visibility": null'
out_lacks 'shows less' 'nor where the answer says nothing of it'
finish 9
