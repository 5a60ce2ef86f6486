#!/bin/bash
# Bluesky's own server, as the other scripts use it: the facts on which the driver stands.
. "$(dirname "$0")/lib.sh"
bluesky_start "$T/pds" || skip_all "$SERVER_WHY"

put() { # RKEY TEXT [JSON-OF-THE-RECORD]
    xrpc com.atproto.repo.putRecord "$(jq -nc --arg repo "$BLUESKY_DID" --arg rkey "$1" --arg text "$2" --argjson more "${3:-{\}}" '{
        repo: $repo, collection: "app.bsky.feed.post", rkey: $rkey, swapRecord: null,
        record: ({"$type": "app.bsky.feed.post", text: $text, createdAt: "2026-11-24T08:30:00.000Z", langs: ["es"]} + $more)}')" \
        >"$T/answer" 2>"$T/curl.err"
}

check 'the account has a DID' grep -q '^did:plc:' <<<"$BLUESKY_DID"
xrpc com.atproto.server.getSession >"$T/answer"
json ".handle == \"$BLUESKY_HANDLE\" and .did == \"$BLUESKY_DID\"" 'the session is alice'"'"'s' "$T/answer"
xrpc com.atproto.server.createSession "{\"identifier\": \"$BLUESKY_HANDLE\", \"password\": \"$BLUESKY_PASSWORD\"}" >"$T/answer"
json ".didDoc.service[0].serviceEndpoint == \"$PDS_URL\"" 'a session names the server of the account' "$T/answer"
log_in() { # PASSWORD
    xrpc com.atproto.server.createSession "{\"identifier\": \"alice.test\", \"password\": \"$1\"}" >"$T/answer" 2>"$T/curl.err"
}
check_not 'a wrong password is refused' log_in wrong

check 'putRecord with swapRecord null creates' put 3lbexampleaaa 'Vuelve la hogaza 🎃'
json '.commit != null' 'with a commit' "$T/answer"
uri=$(json_value .uri "$T/answer") cid=$(json_value .cid "$T/answer")
check 'the same again is taken' put 3lbexampleaaa 'Vuelve la hogaza 🎃'
json ".cid == \"$cid\" and .commit == null" 'and changes nothing' "$T/answer"
check_not 'another text is refused' put 3lbexampleaaa 'Otra cosa'
json '.error == "InvalidSwap"' 'as an invalid swap' "$T/answer"
check 'a second post, a reply' put 3lbexamplebbb 'y sigue' "{\"reply\": {\"root\": {\"uri\": \"$uri\", \"cid\": \"$cid\"}, \"parent\": {\"uri\": \"$uri\", \"cid\": \"$cid\"}}}"
check_not 'a key that is no TID is refused' put mi-post 'x'
check_not '301 graphemes are refused' put 3lbexampleccc "$(printf 'ñ%.0s' {1..301})"
check '300 are not' put 3lbexampleccc "$(printf '👩‍🍳%.0s' {1..260}; printf 'ñ%.0s' {1..40})"

# The smallest PNG: one pixel. The server looks into it.
base64 -d >"$T/hogaza.png" <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
curl -sS -X POST -H "Authorization: Bearer $BLUESKY_TOKEN" -H 'Content-Type: image/png' --data-binary "@$T/hogaza.png" \
    "http://127.0.0.1:$PDS_PORT/xrpc/com.atproto.repo.uploadBlob" >"$T/answer"
json '.blob.mimeType == "image/png" and .blob.size == 70' 'uploadBlob' "$T/answer"
check 'a post with the picture' put 3lbexampleddd 'con foto' "$(jq -c '{embed: {"$type": "app.bsky.embed.images", images: [{alt: "Una hogaza", image: .blob}]}}' "$T/answer")"

bluesky_posts >"$T/posts"
json '[.[].value.text | .[:6]] | .[0] == "Vuelve" and length == 4' 'four posts, the oldest first' "$T/posts"
json ".[1].value.reply.parent.uri == \"$uri\" and .[3].value.embed.images[0].alt == \"Una hogaza\"" 'as they were sent' "$T/posts"

# The same server again, as after a crash.
did=$BLUESKY_DID token=$BLUESKY_TOKEN
servers_stop
check 'it starts again on its folder' bluesky_start "$T/pds"
check 'with the same account' [ "$BLUESKY_DID" = "$did" ]
BLUESKY_TOKEN=$token
bluesky_posts >"$T/posts"
json 'length == 4' 'the same posts, and a session that still holds' "$T/posts"
finish 21
