#!/bin/bash
# init: a workspace that check takes and publish sends to the blog; nothing that is there is touched.
. "$(dirname "$0")/lib.sh"
export PREGON_NOW=2026-11-24T09:31:00+01:00
cd "$T" || exit

# Every file below here, with its content.
files_of() { # FOLDER
    (cd "$1" && find . -type f ! -path './.git/*' ! -path './public/*' -print0 | sort -z | xargs -0 sha256sum)
}

for language in es en; do
    run --lang $language init $language --language $language --name 'El Horno: "Ana"' --timezone Europe/Madrid \
        --networks blog,bluesky,mastodon --handle @ana.bsky.social --server https://mastodon.example/ --url https://ana.example/
    is_status 0 "$language: a workspace where no folder was"
    err_has 'git init' "$language: the repository is said to be missing"
    cd "$T/$language" || exit
    run check --format json
    json '.findings == [] and .summary.posts == 1' "$language: check finds nothing"
    run brand test
    is_status 0 "$language: the rule for the tone passes its tests"
    git init -q -b main && commit 'post: hello'
    run publish
    is_status 0 "$language: publish"
    out_has 'https://ana.example/2026/11/h' "$language: sends the first post to the blog"
    check "$language: whose page is there" [ -s public/blog/index.html ]
    check "$language: and ignored" [ -z "$(git status --porcelain)" ]
    files_of . >"$T/before"
    run init
    is_status 0 "$language: a second run"
    err_has 'nothing to do' "$language: says so"
    files_of . >"$T/after"
    same "$T/before" "$T/after" "$language: and changes nothing"
    # As an older pregon wrote it, and as somebody changed it.
    older=.vscode/schemas/mentions.json
    cat >$older <<'END'
{
  "$comment": "pregon init keeps this file up to date while nobody changes it: d2bf31acd92046f4d02a53cff588743c",
  "title": "as an older pregon wrote it"
}
END
    sed 's/an older pregon/somebody/' $older >.vscode/schemas/calendar.json
    run init --lang en --dry-run
    out_has "$older: would be brought up to date" "$language: a dry run says so"
    check "$language: and no more" grep -q 'older' $older
    run init --lang en --format json
    json '[.files[] | select(.state == "renewed") | .path] == [".vscode/schemas/mentions.json"]' "$language: a schema of an older pregon is brought up to date"
    check_not "$language: to what this one writes" grep -q 'older' $older
    run init --lang en
    out_has '.vscode/schemas/calendar.json: left alone' "$language: one that somebody changed is left alone"
    err_has "delete it, and run init again" "$language: with what to do"
    check "$language: and stays" grep -q somebody .vscode/schemas/calendar.json
    rm .vscode/schemas/*.json
    run init --lang en
    files_of . >"$T/after"
    same "$T/before" "$T/after" "$language: whoever runs it, schemas are in the workspace's language"
    cd "$T" || exit
done
check 'the name is quoted where YAML needs it' grep -qxF 'name: "El Horno: \"Ana\""' es/brand/brand.yml
check 'handles and servers stand in accounts.yml' grep -qx '    handle: ana.bsky.social' es/brand/accounts.yml
check 'without the slash' grep -qx '    service: https://mastodon.example' es/brand/accounts.yml
same <(cd es && find . -name '*.yml' ! -path './brand/voice/*' ! -path './.git/*' | sort) \
    <(cd en && find . -name '*.yml' ! -path './brand/voice/*' ! -path './.git/*' | sort) 'both languages have the same files'
check 'the first post is in Spanish' grep -q '^title: Hola' es/content/posts/2026/11/hola.md
check 'or in English' grep -q '^title: Hello' en/content/posts/2026/11/hello.md

# --- what is asked for ---
run init --dry-run dry --format json --lang en --source https://git.example/pregon
is_status 0 'a dry run'
json '.version == 1 and ."dry-run" and all(.files[]; .state == "new") and .warnings == []' 'says what would be written'
check_not 'and makes no folder' [ -e dry ]
mkdir "El Horno de Eva" && cd "El Horno de Eva" || exit
run init --timezone America/Mexico_City --lang en
is_status 0 'without a name'
check 'that of the folder' grep -qx 'name: El Horno de Eva' brand/brand.yml
check 'the language is that of messages' [ -f content/posts/2026/11/hello.md ]
check 'the time is that of the zone' grep -qx 'date: 2026-11-24 02:31' content/posts/2026/11/hello.md
check_not 'one network has no more' grep -q mastodon brand/accounts.yml
cd "$T" || exit
run init social --networks bluesky --timezone Europe/Madrid --lang en
check 'without a blog, the first post is a draft' grep -qx 'draft: true' social/content/posts/2026/11/hello.md
run check -C social
out_has 'nothing to mend' 'which check takes'
PREGON_NOW=2026-10-25T02:30:00+02:00 run init clocks --timezone Europe/Madrid --lang en
run check -C clocks
out_has 'nothing to mend' 'a time that the clocks show twice'

# --- wrong usage, with a remedy ---
wrong() { # STATUS TEXT ARGUMENT ...
    run --lang en init wrong "${@:3}"
    is_status "$1" "wrong: $(printf "%q " "${@:3}")"
    err_has "$2" 'says what to do'
}
wrong 2 "did you mean 'bluesky'?" --networks blueski
wrong 2 'it takes blog, bluesky, mastodon' --networks blog,tiktok
wrong 2 'it takes blog' --networks ''
wrong 2 'es or en' --language fr
wrong 2 'one line' --name $'a\nb'
wrong 2 'of 1 to' --name ''
wrong 2 'https://horno.example/' --url horno.example
wrong 2 'https://horno.example/' --url 'https://horno.example/?a'
wrong 2 'https://horno.example/' --networks mastodon --server 'https://ana@mastodon.example'
wrong 2 'https://horno.example/' --networks mastodon --server 'http://mastodon.example'
wrong 2 'horno.bsky.social' --networks bluesky --handle ana
wrong 2 "did you mean 'Europe/Madrid'?" --timezone Europe/Madrit
run --lang en init "Ana's oven"
err_has "  cd 'Ana'\\''s oven'" 'the next steps can be copied into a shell'
run --lang en init -C "Ana's oven" .
err_lacks 'cd ' 'and go nowhere from the folder itself'
run --lang en init -q --ci github quiet
out_is 'quietly, no file is listed' </dev/null
err_has 'warning: CI does not know where to fetch pregon' 'only what is to be mended'
err_lacks 'next:' 'and no next step'
run init wrong more
is_status 2 'wrong: two folders'
check_not 'and nothing is written' [ -e wrong/brand ]

# --- what is there ---
mkdir -p there/brand there/elsewhere && cd there || exit
echo 'build/' >.gitignore
echo 'people: {eva: {name: Eva}}' >brand/team.yml
ln -s elsewhere .vscode
run init --timezone Europe/Madrid --lang en
is_status 0 'a folder with files'
out_has '.gitignore: left alone' 'which are listed'
err_has "add a line '/public/'" 'with what they lack'
check 'and stay' grep -qx 'people: {eva: {name: Eva}}' brand/team.yml
check 'nothing is written behind a link' [ -z "$(ls elsewhere)" ]
run check
out_has 'nothing to mend' 'check takes it'
# As if the run had been cut short: brand.yml is written last.
rm -r brand/brand.yml calendar
run init --timezone Europe/Madrid --lang en
out_has 'calendar/calendar.yml: new' 'a run that was cut short is done again'
run check
out_has 'nothing to mend' 'to the same end'

new_workspace old
rm -f .gitignore
run init --lang en
is_status 0 'in a workspace that somebody else has made'
out_has '.gitignore: new' 'what stands around it is written'
err_has 'stay as they are' 'alone'
check 'and nothing else' [ -z "$(git status --porcelain | grep -vE '^\?\? \.')" ]
echo 'x: [' >brand/accounts.yml
run init --lang en
is_status 1 'one that can not be read'

# --- at a terminal ---
cd "$T" || exit
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    printf 'Pan de Eva\nes\nblog, bluesky\n\neva.example\nEurope/Lisbon\nforgejo\n' |
        script -qec "$PREGON --lang en init asked" /dev/null >"$T/stdout" 2>&1
    check 'a person is asked' grep -q 'Name of the brand?' "$T/stdout"
    check 'and the answers are taken' grep -qx 'name: Pan de Eva' asked/brand/brand.yml
    check 'all of them' grep -qx '    handle: eva.example' asked/brand/accounts.yml
    check 'an empty one is what was proposed' grep -qx '    url: https://pan-de-eva.example/' asked/brand/accounts.yml
    check 'the zone, too' grep -qx 'timezone: Europe/Lisbon' asked/calendar/calendar.yml
    check 'and the service of CI' [ -f asked/.forgejo/workflows/check.yml ]
    check_not 'that alone' [ -e asked/.gitlab-ci.yml ]
    printf 'Eva\nfr\nes\nbluesky, tuiter\nblog\nnowhere\nhttps://eva.example/\nMadrid\nEurope/Madrid\nnone\n' |
        script -qec "$PREGON --lang en init again" /dev/null >"$T/stdout" 2>&1
    check 'a wrong answer is asked for again' grep -qx 'timezone: Europe/Madrid' again/calendar/calendar.yml
    for said in "say es or en, not 'fr'" "there is no 'tuiter'" "'nowhere' is no address" "there is no time zone 'Madrid'"; do
        check "which is told: $said" grep -qF "$said" "$T/stdout"
    done
    printf 'Eva\n\4' | script -qec "$PREGON --lang en init ended; echo status \$?" /dev/null >"$T/stdout" 2>&1
    check 'who ends the answers gets no workspace' [ ! -e ended ]
    check 'and a status' grep -q 'status 2' "$T/stdout"
else
    skip 14 'script is not here'
fi
mkdir -p "$T/pages/content/recipes"
run --lang en init "$T/pages" --ci none --timezone UTC
err_has "there is something in 'content' already" 'pages of something else are told of'
run --lang en init "$T/pages"
err_lacks "in 'content' already" 'once'
# --- wrong options leave nothing ---
for wrong in '--url foo' '--timezone Madrid' '--networks x' '--language fr' '--ci bitbucket' '--networks bluesky --handle x' '--server=x --networks=mastodon'; do
    # shellcheck disable=SC2086
    run --lang en init "$T/wrong/below" $wrong
    is_status 2 "$wrong: wrong usage"
    err_has "pregon: --" 'with its name'
done
run --lang en init "$T/wrong/below" --name ' '
is_status 2 'a name of spaces'
run --lang en init "$T/wrong/below" --name $'\xff'
is_status 2 'a name that is no text'
check 'no folder is left' [ ! -e "$T/wrong" ]
: >"$T/file"
run --lang en init "$T/file"
is_status 2 'a file in place of the folder'
run --lang en init "$T/Pan de Eva/" --ci none
check 'a folder that was not there gives the brand its name' grep -qx 'name: Pan de Eva' "$T/Pan de Eva/brand/brand.yml"
mkdir "$T/obstacle" && cd "$T/obstacle" && printf 'notes\n' >calendar
run --lang en init --timezone UTC --ci none
is_status 1 'a file where a folder must be'
err_has "'calendar' is no folder, and 'calendar/calendar.yml' belongs there" 'is named'
check 'and nothing is written' [ "$(find . -type f)" = ./calendar ]
finish
