#!/bin/bash
# plan and show: the balance adds up, times are local and UTC, the text is what would be sent.
. "$(dirname "$0")/lib.sh"
new_workspace

run plan --now 2026-11-24T12:00:00+01:00 --format json
is_status 0 'plan of a sound workspace'
json '.version == 1 and .now == "2026-11-24T12:00:00+01:00"' 'now is what --now says, in the calendar'"'"'s zone'
json '.balance.deliveries == ([.balance | to_entries[] | select(.key != "deliveries") | .value] | add)' 'the balance adds up'
json '.balance.deliveries == (.deliveries | length)' 'and counts every delivery'
json '[.deliveries[].due] | . == sort' 'deliveries come in the order of their times'
run plan --now 2026-11-24T12:00:00+01:00
out_has 'balance:' 'text ends with the balance'
PREGON_NOW=2026-11-24T12:00:00+01:00 run plan --format json
json '.now == "2026-11-24T12:00:00+01:00"' 'PREGON_NOW is --now'
run plan --now 2026-11-24 --from 2026-12-01 --until 2026-12-31 --format json
json '[.deliveries[].post] == ["2026/12/turron"]' '--from and --until'
day=$(json_value '.deliveries[0].due[:10]')
run plan --now 2026-11-24 --from "$day" --until "$day" --format json
json '.deliveries | length == 1' 'a day is all of it, as --until too'
run plan --now 2026-11-24 --until "$day 00:00" --format json
json '[.deliveries[].post] | index("2026/12/turron") == null' 'a time is that time'
run plan --now 24/11/2026
is_status 2 'another notation of a time is wrong usage'
err_has '2026-11-24' 'and the right one is shown'
run plan --now '2026-03-29 02:30'
is_status 2 'a time that the clocks skip is refused'

run show content/posts/2026/11/otono.md
is_status 0 'show takes a file'
run show 2026/11/otono --format json
is_status 0 'and an id'
json '.post == "2026/11/otono" and (.accounts | length) > 0' 'JSON names the post and its accounts'
json '.accounts[0].parts[0].text | length > 0' 'and the text'
run show 2026/11/otno
is_status 2 'a post that is not there'
err_has "did you mean '2026/11/otono'?" 'with the right one'
run show 2026/11/otono --payload
json '.network == "blog" and .post == "2026/11/otono" and (.parts | length) == 1' 'the payload is what would be frozen'
cp "$T/stdout" "$T/first"
run show 2026/11/otono --payload
json '.parts | length == 1' 'a payload is JSON'

# What an approval names: the content of one account, not its rendering.
content_hash() { # POST ACCOUNT
    "$PREGON" show "$1" --account "$2" --hash --format json | jq -r ".content[\"$2\"]"
}
run show 2026/11/otono --hash
check 'a hash for each account' grep -qxE 'blog +sha256:[0-9a-f]{64}' "$T/stdout"
before=$(content_hash 2026/11/otono blog)
check 'the same in JSON' grep -q "$before" "$T/stdout"
PREGON_NOW=2027-01-01 run show 2026/11/otono --hash
out_has "$before" 'the same at any time'
cp content/posts/2026/11/otono.md "$T/otono.md"
printf ' ' >>content/posts/2026/11/otono.md
check 'one changed character changes it' [ "$(content_hash 2026/11/otono blog)" != "$before" ]
cp "$T/otono.md" content/posts/2026/11/otono.md
printf 'Otro texto.\n' >content/posts/2026/11/otono.en.md
check 'a variant for others does not' [ "$(content_hash 2026/11/otono blog)" = "$before" ]
mv content/posts/2026/11/otono.en.md content/posts/2026/11/otono.blog.md
check 'one for this account does' [ "$(content_hash 2026/11/otono blog)" != "$before" ]
rm content/posts/2026/11/otono.blog.md
cat "$TESTS/../content/media/hogaza.jpg" >content/posts/2026/11/pan.jpg
sed 's/^accounts:.*/&\nmedia: [{file: pan.jpg, alt: Pan.}]/' "$T/otono.md" >content/posts/2026/11/otono.md
before=$(content_hash 2026/11/otono blog)
cat "$TESTS/../content/media/horno.jpg" >content/posts/2026/11/pan.jpg
check 'another picture under the same name does' [ "$(content_hash 2026/11/otono blog)" != "$before" ]
{ cat "$T/otono.md"; printf "\n@[molino]\n"; } >content/posts/2026/11/otono.md
echo 'molino: {name: Molino}' >brand/mentions.yml
before=$(content_hash 2026/11/otono blog)
echo 'molino: {name: Otro}' >brand/mentions.yml
check 'so does whom a mention means' [ "$(content_hash 2026/11/otono blog)" != "$before" ]
run show
is_status 2 'show wants a post'
finish
