#!/bin/bash
# pregon networks: what each network can and can't, from the tables that check measures by.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
cd "$T" || exit

run networks
is_status 0 'networks are listed, without a workspace'
for network in $(grep -oE '&network_[a-z]+' "$root/src/networks/networks.c" | sed 's/.*_//' | sort -u); do
    check "$network is among them" grep -q "^$network " "$T/stdout"
done
out_has "a person posts there: 'send: manual'" 'those that people serve are, too'

run networks bluesky
is_status 0 'one is told whole'
out_has 'Class I: sending again changes nothing' 'its class in words'
out_has '300 characters a part' 'its limits'
out_has 'lexicons/app/bsky/feed/post.json, 2026-08' 'facts with source and date'
out_has 'Bluesky has no polls' 'what is lost there'
run networks whatsapp
out_has 'What it takes is not known here' 'of one that nothing is known of, that is said'
out_has 'Nothing of a post is lost there.' 'and that nothing is lost'
run --lang es networks bluesky
out_has 'Lo que se pierde allí' 'in Spanish'

run networks mastodno
is_status 2 'a name that is misspelt'
err_has "did you mean 'mastodon'?" 'is set right'
run networks myspace
is_status 2 'a name that is none'
err_has "'pregon networks' lists them" 'leads to the list'

run networks --format json
is_status 0 'for machines'
json '.version == 1 and (.networks | length) > 4' 'all of them'
json '[.networks[] | .facts[] | select((.source | length) == 0 or (.read | test("^20[0-9]{2}-[0-9]{2}$") | not))] == []' \
    'each fact has its source and its date'
json '[.networks[] | select(.sends and (.facts | length) == 0)] == []' 'those that are sent to have facts'
json '.networks[] | select(.network == "blog") | .limits.text == null and .limits.parts == 1' 'no limit is null'
cp "$T/stdout" "$T/all.json"
run networks mastodon --format json
json '.networks | length == 1 and .[0].network == "mastodon"' 'or one'

# The manual's page of each has its limits.
while read -r network limit; do
    check "docs/networks/$network.md has $limit" grep -qwE "$limit" "$root/docs/networks/$network.md"
done < <(jq -r '.networks[] | select(.sends and .network != "null") | .network as $n | .limits |
    (.text, .["text-bytes"], .alt, (if .media < 100 then .media else null end)) | values | "\($n) \(.)"' "$T/all.json")

# On a terminal, lines are as wide as it is.
if command -v script >/dev/null && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    for columns in 60 80; do
        for network in '' bluesky instagram; do
            COLUMNS=$columns TERM=dumb script -qec "'$PREGON' networks $network" /dev/null </dev/null 2>&1 |
                sed 's/–/-/g; s/\r//; /https/d' >"$T/screen"
            check "$columns columns: networks $network fits" awk -v most=$columns 'length > most { exit 1 }' "$T/screen"
        done
    done
else
    skip 6 'script(1), which gives a terminal, is not here'
fi
finish
