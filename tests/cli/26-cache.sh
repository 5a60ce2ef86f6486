#!/bin/bash
# check's cache: what was found is said again without reading, and never longer than it is true.
. "$(dirname "$0")/lib.sh"
new_workspace
# The posts' week: no test may fail when it has gone by. A later --now of a line wins.
NOW=2026-11-24T09:00+01:00
CACHES=$XDG_CACHE_HOME/pregon
# Files that are younger than a tick of the clock may still change unseen: they are read again.
settle() { sleep 0.2; }
cache_file() { find "$CACHES" -type f 2>/dev/null | head -n 1; }
stamp() { stat -c '%i %y' "$(cache_file)" 2>/dev/null || stat -f '%i %Fm' "$(cache_file)"; }

# What a run says with the cache as it is, against a run without one.
says_the_same() { # WHAT [ARGUMENT ...]
    CI=true run check --now $NOW --format json "${@:2}"
    cp "$T/stdout" "$T/without" && local status=$RUN_STATUS
    run check --now $NOW --format json "${@:2}"
    same "$T/without" "$T/stdout" "$1"
    [ "$RUN_STATUS" = "$status" ] || fail "$1: with the same status"
}
# All of it came from the cache: it was not written again.
is_all_from_cache() { # WHAT
    local before
    before=$(stamp)
    run check --now $NOW --format json
    check "$1" [ "$(stamp)" = "$before" ]
}

settle
run check --now $NOW
check 'the first run leaves one file in the cache folder' [ "$(find "$CACHES" -type f | wc -l)" = 1 ]
is_all_from_cache 'the second finds all in it'
says_the_same 'and says the same'

# --- posts ---
cp -p content/posts/2026/11/otono.md "$T/otono.md"
sed -i.old 's/^accounts:.*/accounts: [bloc]/' content/posts/2026/11/otono.md && rm content/posts/2026/11/otono.md.old
touch -r "$T/otono.md" content/posts/2026/11/otono.md
says_the_same 'a post that changed, with its old time and size'
json '[.findings[] | select(.path | endswith("otono.md"))] | length > 0' 'is read again'
settle
run check --now $NOW
is_all_from_cache 'with its findings it is in the cache'
says_the_same 'which are said again'
json '[.findings[] | select(.path | endswith("otono.md"))] | length > 0' 'all of them'
cp -p "$T/otono.md" content/posts/2026/11/otono.md
says_the_same 'the post as it was'
json '.findings == []' 'has nothing to mend'
settle
run check --now $NOW
touch content/posts/2026/11/otono.md
settle
says_the_same 'a post that was touched alone'
is_all_from_cache 'is known by its content, and then by its new time'
says_the_same 'one post of the workspace' content/posts/2026/11/otono.md
says_the_same 'what is not the work tree' --rev HEAD

# --- what a post uses, and what is added to it ---
write content/posts/2026/11/foto.md <<'EOF'
---
title: Una foto
date: 2026-11-28 09:30
accounts: [blog]
media: [{file: pan.png, alt: Un pan redondo}]
---
Pan.
EOF
settle
says_the_same 'a picture that is missing'
json '[.findings[] | select(.message | contains("pan.png"))] | length == 1' 'is missed'
mkdir -p content/media
printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\10\2\0\0\0' >content/media/pan.png
says_the_same 'and when it came'
json '[.findings[] | select(.message | contains("there is no"))] == []' 'is found'
settle
run check --now $NOW
mv content/media "$T/media" && ln -s "$T/media" content/media
says_the_same 'a folder that became a link is followed by nobody'
rm content/media && mv "$T/media" content/media
settle
run check --now $NOW
write content/posts/2026/11/foto.en.md <<'EOF'
---
title: A photo
media: [{file: bread.png, alt: A round loaf}]
---
Bread.
EOF
says_the_same 'a variant that was added'
rm content/posts/2026/11/foto.en.md
says_the_same 'and taken out'
write content/posts/2026/11/foto2.md <content/posts/2026/11/foto.md
says_the_same 'another post'
write content/posts/2026/11/foto2.md <<'EOF'
---
id: 2026/11/foto
title: Otra foto
date: 2026-11-29 09:30
accounts: [blog]
---
Pan.
EOF
says_the_same 'with the id of the first'
json '[.findings[] | select(.rule == "duplicate-id")] | length == 1' 'which is taken'
settle
run check --now $NOW
says_the_same 'also where both come from the cache'
json '[.findings[] | select(.rule == "duplicate-id")] | length == 1' 'it is taken'
rm content/posts/2026/11/foto2.md
says_the_same 'one that was taken out'

# --- the brand ---
cp brand/brand.yml "$T/brand.yml"
echo 'voice: {styles: [Casa]}' >>brand/brand.yml
write brand/voice/Casa/Pan.yml <<'EOF'
extends: existence
message: "Say more than '%s'."
level: warning
tokens: [Pan]
EOF
says_the_same 'a rule of the voice'
json '[.findings[] | select(.rule == "Casa.Pan")] | length == 1' 'finds its word'
settle
run check --now $NOW
sed 's/Pan\]/Bollo]/' brand/voice/Casa/Pan.yml >"$T/rule" && cp "$T/rule" brand/voice/Casa/Pan.yml
says_the_same 'and when the rule changes'
json '[.findings[] | select(.rule == "Casa.Pan")] == []' 'finds it no longer'
sed 's/Bollo\]/Pan]/' brand/voice/Casa/Pan.yml >"$T/rule" && cp "$T/rule" brand/voice/Casa/Pan.yml
write brand/voice/exceptions.yml <<'EOF'
- {rule: Casa.Pan, why: Es lo que vendemos, until: 2026-12-31}
EOF
settle
says_the_same 'an exception' --now 2026-11-24T09:31+01:00
settle
says_the_same 'that a post of the cache needs' --now 2026-11-24T09:31+01:00
json '.findings == []' 'is needed' 
says_the_same 'when it is over' --now 2027-01-02T09:31+01:00
json '[.findings[] | .rule] | contains(["Casa.Pan", "voice-exception"])' 'the rule holds again'
rm -r brand/voice && cp "$T/brand.yml" brand/brand.yml

# --- the ledger, and the time ---
commit 'post: a photo'
run publish --now 2026-11-24T09:31+01:00
settle
says_the_same 'with a ledger' --now 2026-11-24T09:32+01:00
write content/posts/2026/11/tarde.md <<'EOF'
---
title: Tarde
date: 2026-11-25 09:30
accounts: [blog]
---
Pan.
EOF
settle
says_the_same 'before a post is due' --now 2026-11-25T09:29+01:00
json '[.findings[] | select(.rule == "late")] == []' 'it is not late'
settle
says_the_same 'a second before it is missed' --now 2026-11-26T09:30:00+01:00
json '[.findings[] | select(.rule == "late")] == []' 'it is not late yet'
says_the_same 'a second later' --now 2026-11-26T09:30:01+01:00
json '[.findings[] | select(.rule == "late")] | length > 0' 'it is'
says_the_same 'and back' --now 2026-11-25T09:29+01:00
json '[.findings[] | select(.rule == "late")] == []' 'it is not'
commit 'post: late'
run publish --now 2026-11-25T09:31+01:00
says_the_same 'when it was sent' --now 2026-11-27T09:32+01:00
json '[.findings[] | select(.rule == "late")] == []' 'it is not late any more'

# --- languages ---
sed 's/^accounts:.*/accounts: [bloc]/' "$T/otono.md" >content/posts/2026/11/otono.md
settle
says_the_same 'Spanish' --lang es
run --lang en check --now $NOW
out_lacks 'no hay' 'and English are kept apart'
cp -p "$T/otono.md" content/posts/2026/11/otono.md

# --- secrets ---
printf -- '---\ntitle: Ay\ndate: 2026-11-29 09:30\naccounts: [blog]\n---\nghp_%s\n' \
    a8Zq2LmN4rT6vX1yB3dF5hJ7kP9sW0eC2gQi >content/posts/2026/11/ay.md
settle
says_the_same 'what may be a secret'
json '[.findings[] | select(.rule == "secret")] | length == 1' 'is said'
settle
says_the_same 'again'
check_not 'and stands in no cache' grep -rqF a8Zq2LmN4rT6vX1yB3dF5hJ7kP9sW0eC2gQi "$CACHES"
rm content/posts/2026/11/ay.md

# --- the file ---
settle
run check --now $NOW
file=$(cache_file)
for size in 0 10 39 40 100 500; do
    head -c "$size" "$file" >"$T/short" && cp "$T/short" "$file"
    says_the_same "a cache that was cut to $size bytes"
done
run check --now $NOW
bytes=$(wc -c <"$file")
for ((at = 0; at < bytes; at += bytes / 40 + 1)); do
    cp "$file" "$T/whole"
    printf '\x5a' | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
    run check --now $NOW --format json
    cmp -s "$T/without" "$T/stdout" || fail "a cache with a wrong byte at $at"
    cp "$T/whole" "$file"
done
pass 'a cache with a wrong byte, wherever it is'
rm -r "$CACHES"
CI=true run check --now $NOW
check_not 'in CI no cache is kept' [ -e "$CACHES" ]
CI=true run check --now $NOW --cache "$T/own/cache"
check 'unless --cache names a file' [ -s "$T/own/cache" ]
before=$(stat -c %i "$T/own/cache" 2>/dev/null || stat -f %i "$T/own/cache")
CI=true run check --now $NOW --cache "$T/own/cache"
check 'which serves the next run' [ "$(stat -c %i "$T/own/cache" 2>/dev/null || stat -f %i "$T/own/cache")" = "$before" ]
run check --now $NOW --cache "$T/stdout/cache"
is_status 0 'a cache that cannot be written fails nothing'
err_has 'the cache was not written' 'and a note says so'
echo not-a-folder >"$CACHES"
run check --now $NOW
is_status 0 'no more does a cache folder that is none'
err_lacks 'cache' 'of which nothing is said: nobody asked for it'
run check --all --cache "$T/own/cache"
is_status 2 '--cache with --all is wrong usage'
rm "$CACHES"

# Of every case the second run, from the cache, says what the first one says.
check 'all cases of check say the same from the cache' \
    eval 'cd "$TESTS/.." && AGAIN=1 tests/run-cases check >"$T/again" 2>&1 || { grep -A20 "^not ok" "$T/again" | head -60 | sed "s/^/#   /"; false; }'
finish

