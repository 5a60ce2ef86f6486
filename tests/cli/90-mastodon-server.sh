#!/bin/bash
# The contract server is as strict as Mastodon, and has the manners that other scripts ask it for.
. "$(dirname "$0")/lib.sh"
need_program curl curl || skip_all "$SERVER_WHY"
mastodon_start "$T/mastodon" || skip_all "$SERVER_WHY"

# A request with the right token; the status in $CODE, body in $T/answer, headers in $T/head.
ask() { # METHOD PATH [CURL-OPTION ...]
    CODE=$(curl -sS --max-time 5 -X "$1" -H "Authorization: Bearer $MASTODON_TOKEN" -D "$T/head" \
        -o "$T/answer" -w '%{http_code}' "${@:3}" "$MASTODON_URL$2" 2>"$T/curl.err") || CODE=none
}
toot() { # JSON [KEY]
    ask POST /api/v1/statuses -H 'Content-Type: application/json' -H "Idempotency-Key: ${2:-key-$RANDOM$RANDOM}" --data-binary "$1"
}
answers() { # CODE WHAT [JQ-EXPRESSION]
    if [ "$CODE" = "$1" ] && json_holds "${3:-true}" "$T/answer"; then pass "$2"; else
        fail "$2" "got $CODE: $(head -c 300 "$T/answer") $(cat "$T/curl.err")"
    fi
    return 0
}
manner() { mastodon "$1" >/dev/null || fail "the server takes the manner $1"; }
state() { # EXPRESSION WHAT
    mastodon >"$T/state"
    json "$1" "$2" "$T/state"
}
has_id() {
    [ "$CODE" = 200 ] && json_holds .id "$T/answer"
}
has_header() { # NAME WHAT
    check "$2" grep -qi "^$1" "$T/head"
}
printf '\x89PNG\r\n\x1a\n0000' >"$T/hogaza.png"
photo() { ask POST /api/v2/media -F "file=@$T/hogaza.png;type=image/png" -F 'description=Una hogaza' "$@"; }

# What a well-behaved client does.
ask GET /api/v2/instance
answers 200 'the instance says its limits' '.version == "4.5.0" and .configuration.statuses.max_characters == 500'
has_header 'Date: ' 'every answer has a date'
has_header 'X-RateLimit-Reset: 20..-..-..T' 'and the rate limit, with an ISO time'
ask GET /api/v1/accounts/verify_credentials
answers 200 'who am I' '.username == "horno"'
account=$(json_value .id "$T/answer")
ask GET /api/v1/apps/verify_credentials
answers 200 'which application am I' '.scopes | index("write:statuses")'
toot '{"status": "Vuelve la hogaza 🎃\n\nSolo hasta el domingo.", "visibility": "unlisted", "language": "es"}' uno
answers 200 'a status' '.visibility == "unlisted" and .url != null and .application.name == "Pregon"'
first=$(json_value .id "$T/answer")
toot "{\"status\": \"y sigue\", \"in_reply_to_id\": \"$first\"}" dos
answers 200 'a reply' ".in_reply_to_id == \"$first\""
ask GET "/api/v1/statuses/$first/source"
answers 200 'its source is the very text' '.text == "Vuelve la hogaza 🎃\n\nSolo hasta el domingo."'
ask GET "/api/v1/statuses/$first"
answers 200 'one status' ".id == \"$first\""
photo -F focus=0.5,-0.3
answers 200 'a picture' '.url != null and .description == "Una hogaza"'
photo_id=$(json_value .id "$T/answer")
toot "{\"status\": \"\", \"media_ids\": [\"$photo_id\"]}"
answers 200 'a status of a picture alone' '.media_attachments | length == 1'
ask POST /api/v1/statuses -H 'Idempotency-Key: form' --data-urlencode 'status=¿Por formulario? 100 % & más' -d sensitive=true
answers 200 'a form' '.sensitive'
state '(.statuses | length == 4) and (.violations == [])' 'the state shows four statuses and no violation'
for i in $(seq 41); do toot "{\"status\": \"n.º $i\"}"; done
ask GET "/api/v1/accounts/$account/statuses?limit=80&exclude_reblogs=true"
answers 200 'a list has 40 at most, newest first' 'length == 40 and .[0].content == "<p>n.º 41</p>"'
next=$(sed -n 's/^Link: <[^>]*max_id=\([^>]*\)>; rel="next".*/\1/Ip' "$T/head")
ask GET "/api/v1/accounts/$account/statuses?limit=40&max_id=$next"
answers 200 'and the next page the rest' "length == 5 and .[4].id == \"$first\""

# What the real ones refuse.
manner '{"reset": true}'
CODE=$(curl -sS -o "$T/answer" -w '%{http_code}' -H 'Authorization: Bearer wrong' "$MASTODON_URL/api/v1/accounts/verify_credentials")
answers 401 'a wrong token' '.error == "The access token is invalid"'
toot '{"status": "  "}'
answers 422 'no text'
toot "{\"status\": \"$(printf 'ñ%.0s' {1..501})\"}"
answers 422 '501 characters'
toot "{\"status\": \"$(printf 'ñ%.0s' {1..500})\"}"
answers 200 '500 characters'
toot "{\"status\": \"$(printf '👩‍🍳%.0s' {1..500})\"}"
answers 200 'an emoji of three code points counts as one'
toot "{\"status\": \"$(printf 'a%.0s' {1..400})\", \"spoiler_text\": \"$(printf 'b%.0s' {1..101})\"}"
answers 422 'the content warning counts'
long="https://horno.example/$(printf 'a%.0s' {1..300})"
toot "{\"status\": \"$(printf 'a%.0s' {1..476}) $long\"}"
answers 200 'an address counts 23'
toot "{\"status\": \"$(printf 'a%.0s' {1..477}) $long\"}"
answers 422 'and no less'
toot "{\"status\": \"$(printf 'a%.0s' {1..496}) @ab@mastodon.social\"}"
answers 200 'a mention counts without its host'
toot '{"status": "x", "visibility": "followers"}'
answers 422 'an unknown visibility'
toot '{"status": "x", "in_reply_to_id": "404"}'
answers 404 'a reply to nothing'
toot '{"status": "x", "media_ids": ["404"]}'
answers 422 'media that do not exist'
photo
toot "{\"media_ids\": [\"$(json_value .id "$T/answer")\"]}"
toot "$(jq -c '{media_ids: [.media_attachments[0].id], status: "x"}' "$T/answer")"
answers 422 'a picture used twice'
ask POST /api/v2/media -F "file=@$T/hogaza.png;type=image/jpeg"
answers 422 'a picture that is none'
ask GET /api/v1/statuses/404
answers 404 'a status that does not exist'
state '.violations == []' 'none of these was a violation'

# What no correct client sends.
toot '{"status": "x"'
answers 400 'broken JSON'
toot '{"status": "x", "spoiler": "y"}'
answers 400 'an unknown field'
toot '{"status": "x", "media_ids": [1]}'
answers 400 'a numeric id'
toot "$(printf '{"status": "\xff"}')"
answers 400 'bytes that are not UTF-8'
ask POST /api/v1/statuses -H 'Content-Type: application/json' -d '{"status": "x"}'
answers 400 'no Idempotency-Key'
ask POST /api/v1/statuses -H 'Idempotency-Key: a' -H 'Content-Type: text/plain' -d 'x'
answers 400 'an odd content type'
ask POST /api/v1/statuses -A '' -H 'Idempotency-Key: a' -d status=x
answers 400 'no User-Agent'
printf -- '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nx\r\n--b--\r\n' >"$T/form"
ask POST /api/v2/media -H 'Content-Type: multipart/form-data; boundary=b' --data-binary "@$T/form"
answers 400 'a file without a MIME type' '.error | contains("no MIME type")'
state '.violations | length == 8' 'all of these were'

# Idempotency keys.
manner '{"reset": true}'
toot '{"status": "una vez"}' k1 && one=$(json_value .id "$T/answer")
toot '{"status": "una vez"}' k1
answers 200 'the same key gives the same status' ".id == \"$one\""
manner '{"advance_s": 3590}'
toot '{"status": "una vez"}' k1
answers 200 'for an hour' ".id == \"$one\""
manner '{"advance_s": 20}'
toot '{"status": "una vez"}' k1
answers 200 'and no longer' ".id != \"$one\""
manner '{"idempotency": "500-on-repeat"}'
toot '{"status": "una vez"}' k1
check '500-on-repeat' [ "$CODE" = 500 ]
manner '{"idempotency": "ignore"}'
toot '{"status": "una vez"}' k1
state '.statuses | length == 3' 'ignore makes another'
manner '{"reset": true, "idempotency": "pixelfed-400"}'
toot '{"status": ""}' k2
answers 422 'pixelfed-400: a refused create'
toot '{"status": "x"}' k2
answers 400 'has used up its key' '.error == "Duplicate idempotency key."'
manner '{"reset": true, "idempotency": "replay"}'
toot '{"status": ""}' k3
toot '{"status": ""}' k3
answers 422 'replay: errors too'
has_header 'idempotent-replayed: true' 'replay: says so'

# Media that take time.
manner '{"reset": true, "media": {"state": "processing", "polls": 2}}'
photo
answers 202 'media: 202 at first' '.url == null' && id=$(json_value .id "$T/answer")
toot "{\"media_ids\": [\"$id\"]}"
answers 422 'media: not to be used yet'
ask GET "/api/v1/media/$id"
answers 206 'media: 206'
ask GET "/api/v1/media/$id"
answers 206 'media: 206 again'
ask GET "/api/v1/media/$id"
answers 200 'media: 200' '.url != null'
manner '{"media": {"state": "failed", "polls": 1}}'
photo && id=$(json_value .id "$T/answer")
ask GET "/api/v1/media/$id"
answers 206 'media: 206'
ask GET "/api/v1/media/$id"
answers 422 'media: 422'

# Faults.
manner '{"reset": true, "faults": [{"method": "POST", "path": "/api/v1/statuses", "skip": 1, "times": 1, "do": "rate-limit", "seconds": 90}]}'
toot '{"status": "a"}'
answers 200 'a fault may skip some'
toot '{"status": "b"}'
answers 429 'rate-limit'
check_not 'rate-limit: no Retry-After' grep -qi '^Retry-After' "$T/head"
toot '{"status": "b"}'
answers 200 'a fault lasts as long as it says'
manner '{"faults": [{"do": "unavailable", "seconds": 30, "times": 1}]}'
toot '{"status": "c"}'
answers 503 'unavailable'
has_header 'Retry-After: 30' 'unavailable: says when'
manner '{"faults": [{"do": "bad-gateway", "times": 1}]}'
toot '{"status": "c"}'
check 'bad-gateway: a page' grep -q '^<!DOCTYPE html>' "$T/answer"
manner '{"faults": [{"do": "unauthorized", "times": 1}]}'
toot '{"status": "c"}'
answers 401 'unauthorized'
manner '{"faults": [{"do": "echo", "times": 1}]}'
toot '{"status": "c"}'
answers 401 'echo: the token comes back' '.error | contains("token-of-horno")'
state '.statuses | length == 2' 'none of these made a status'
for fault in lose-answer cut-short empty garbled page internal-error; do
    manner "{\"reset\": true, \"faults\": [{\"path\": \"/api/v1/statuses\", \"do\": \"$fault\", \"times\": 1}]}"
    toot '{"status": "d"}'
    check_not "$fault: no answer to use" has_id
    state '.statuses | length == 1' "$fault: but a status"
    : >"$T/answer"
done
manner '{"reset": true, "faults": [{"do": "delay", "ms": 300, "times": 1}]}'
toot '{"status": "e"}'
answers 200 'delay'
manner '{"faults": [{"do": "drop", "times": 1}]}'
toot '{"status": "f"}'
state '.statuses | length == 1' 'drop: no status'

# Other manners.
manner '{"reset": true, "v2_instance": false}'
ask GET /api/v2/instance
answers 404 'v2_instance: 404'
ask GET /api/v1/instance
answers 200 'v1 is there' '.configuration.statuses.max_characters == 500'
manner '{"instance": {"max_characters": 10}}'
toot '{"status": "doce letras."}'
answers 422 'limits can be set'
manner '{"reset": true, "silenced": true, "null_url": true}'
toot '{"status": "a"}'
answers 200 'silenced, null_url' '.visibility == "unlisted" and .url == null'
manner '{"reset": true, "list_lag": 1}'
toot '{"status": "a"}'
ask GET "/api/v1/accounts/$account/statuses"
answers 200 'list_lag: not there yet' 'length == 0'
ask GET "/api/v1/accounts/$account/statuses"
answers 200 'list_lag: now it is' 'length == 1'
manner '{"reset": true, "date_skew_s": -600}'
ask GET /api/v1/instance
skewed=$(date -d "$(sed -n 's/^Date: //Ip' "$T/head")" +%s)
check 'date_skew_s moves the Date header' [ $(($(date +%s) - skewed)) -ge 590 ]
manner '{"reset": true, "statuses": [{"text": "de antes", "created_at": "2026-01-01T00:00:00.000Z"}]}'
ask GET "/api/v1/accounts/$account/statuses"
answers 200 'statuses can be there already' '.[0].content == "<p>de antes</p>"'

# The other kinds.
mastodon_start "$T/gts" gotosocial
ask GET /api/v2/instance
answers 200 'gotosocial' '(.version | contains("git")) and .configuration.statuses.max_characters == 5000'
manner '{"instance": {"max_characters": 30}}'
toot '{"status": "https://horno.example/una-direccion-larga"}'
answers 422 'gotosocial: an address counts as it is'
toot '{"status": "👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳👩‍🍳"}' k
answers 422 'gotosocial: code points count'
toot '{"status": "dos"}' k
toot '{"status": "dos"}' k
state '.statuses | length == 2' 'gotosocial: the key means nothing'
mastodon_start "$T/pleroma" pleroma
ask GET /api/v1/instance
answers 200 'pleroma' '.version | contains("compatible; Pleroma")'
toot '{"status": "a"}' k
toot '{"status": "a"}' k
has_header 'x-original-request-id' 'pleroma replays answers'
mastodon_start "$T/pixelfed" pixelfed
toot '{"status": "sin foto"}'
answers 403 'pixelfed: no post without a picture'
photo
toot "{\"status\": \"a\", \"visibility\": \"direct\", \"media_ids\": [\"$(json_value .id "$T/answer")\"]}"
answers 422 'pixelfed: no direct posts'
finish 96
