#!/bin/bash
# A thread with pictures on a real Bluesky server: what arrives, run twice, killed at ten places.
. "$(dirname "$0")/lib.sh"
bluesky_start "$T/pds" || skip_all "$SERVER_WHY"
new_workspace
export PREGON_BLUESKY=$BLUESKY_PASSWORD

write brand/accounts.yml <<EOF
accounts:
  bluesky:
    network: bluesky
    handle: $BLUESKY_HANDLE
    service: $PDS_URL
    secret: PREGON_BLUESKY
EOF
rm -r content/posts
write content/posts/hilo/post.md <<'EOF'
---
title: Cómo se hace una hogaza
date: 2026-11-24 09:00
accounts: [bluesky]
tags: [MasaMadre]
media:
  - file: hogaza.png
    alt: Una hogaza ñoña 🍞 recién hecha
---
🍞🇪🇸 Mañana, [la receta](https://horno.example/receta) de *siempre*.

---

El año pasado: «https://horno.example/año» 👩‍🍳 ¡y #Otoño! #️⃣ #largolargolargolargolargolargolargolargolargolargolargolargolargo

![La miga, con ojos](miga.png)

---

¿Y tú?
EOF
base64 -d >content/posts/hilo/hogaza.png <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
cp content/posts/hilo/hogaza.png content/posts/hilo/miga.png
printf '\0' >>content/posts/hilo/miga.png
commit 'post: hilo'
now=2026-11-24T09:30:00+01:00

before=$(fingerprint)
started=$(date +%s%N)
run publish --now $now --format json
took_ms=$((($(date +%s%N) - started) / 1000000))
is_status 0 'publish sends the thread'
json '.deliveries[0].state == "sent" and (.deliveries[0].url | startswith("https://bsky.app/profile/"))' 'and says where it is'
json '.balance.sent == 1 and .balance.deliveries == 1' 'the balance adds up'
same <(echo "$before") <(fingerprint) 'work tree, index, HEAD and main are what they were'

bluesky_posts >"$T/posts"
json 'length == 3' 'three posts arrived' "$T/posts"
json 'sort_by(.uri)[0].value | .text == "🍞🇪🇸 Mañana, la receta de siempre.\n\n#MasaMadre"' 'the first with its text' "$T/posts"
json 'sort_by(.uri)[0].value | .embed.images[0].alt == "Una hogaza ñoña 🍞 recién hecha"' 'its picture and alternative text' "$T/posts"
json 'sort_by(.uri)[0].value | .langs == ["es"]' 'its language' "$T/posts"
# Offsets are of UTF-8 bytes: what stands there must be what is meant.
json 'def cut($t; $f): $t | @base64 | $f; sort_by(.uri)[0].value as $v
    | [$v.facets[] | {kind: .features[0]["$type"], start: .index.byteStart, end: .index.byteEnd}]
    | length == 2 and .[0].kind == "app.bsky.richtext.facet#link" and .[1].kind == "app.bsky.richtext.facet#tag"' 'a link and a tag are facets' "$T/posts"
facet_text() { # POST FACET
    local text start end
    text=$(json_value "sort_by(.uri)[$1].value.text" "$T/posts")
    start=$(json_value "sort_by(.uri)[$1].value.facets[$2].index.byteStart" "$T/posts")
    end=$(json_value "sort_by(.uri)[$1].value.facets[$2].index.byteEnd" "$T/posts")
    printf '%s' "$text" | head -c "$end" | tail -c +$((start + 1))
}
same <(printf 'la receta') <(facet_text 0 0) 'the link'"'"'s facet covers its words, over flags and ñ'
same <(printf '#MasaMadre') <(facet_text 0 1) 'the tag'"'"'s facet covers the tag'
same <(printf 'https://horno.example/año') <(facet_text 1 0) 'an address between quotation marks'
same <(printf '#Otoño') <(facet_text 1 1) 'a typed tag behind a joined emoji'
json 'sort_by(.uri)[1].value.facets | length == 2' 'no tag that the server would refuse the post for' "$T/posts"
json 'sort_by(.uri) | .[1].value.reply.parent.uri == .[0].uri and .[1].value.reply.root.cid == .[0].cid' 'part 2 answers part 1' "$T/posts"
json 'sort_by(.uri) | .[2].value.reply.parent.uri == .[1].uri and .[2].value.reply.root.uri == .[0].uri' 'part 3 answers part 2 and names the root' "$T/posts"
json 'sort_by(.uri)[1].value.embed.images[0].alt == "La miga, con ojos"' 'the picture of part 2 is its own' "$T/posts"

run publish --now 2026-11-24T09:45:00+01:00
is_status 0 'the second run'
bluesky_posts >"$T/again"
same "$T/posts" "$T/again" 'sends nothing'
check 'the ledger has one record, sent' grep -q '^state: sent$' <(ledger_file deliveries/hilo/bluesky.yml)
check_not 'and no secret' grep -qrF "$BLUESKY_PASSWORD" <(git log -p --all)

# Killed at ten places of the time that a whole run takes.
sent=0
for place in 1 2 3 4 5 6 7 8 9 10; do
    mkdir -p "content/posts/muerte-$place"
    sed "s/^title:.*/title: Muerte $place/; s/¿Y tú?/¿Y tú? $place/" content/posts/hilo/post.md >"content/posts/muerte-$place/post.md"
    cp content/posts/hilo/*.png "content/posts/muerte-$place/"
done
git add -A && git commit -qm 'post: diez hilos'
for place in 1 2 3 4 5 6 7 8 9 10; do
    run_background "kill-$place" publish --now $now --post "muerte-$place"
    # In an eleventh of a whole run's time after the one before.
    sleep "$(printf '%d.%03d' $((took_ms * place / 11 / 1000)) $((took_ms * place / 11 % 1000)))"
    kill -9 "$RUN_PID" 2>/dev/null
    wait "$RUN_PID" 2>/dev/null
    run publish --now 2026-11-24T10:15:00+01:00 --post "muerte-$place"
    [ "$RUN_STATUS" = 0 ] || run publish --now 2026-11-24T10:45:00+01:00 --post "muerte-$place"
    bluesky_posts >"$T/posts"
    count=$(json_value "[.[] | select(.value.text == \"¿Y tú? $place\")] | length" "$T/posts")
    [ "$count" = 1 ] && sent=$((sent + 1)) || echo "# killed at place $place: $count copies"
done
check 'ten runs killed on the way, run again: each thread once' test $sent = 10
json 'length == 33' 'and no part twice or lost' "$T/posts"
finish
