#!/bin/bash
# new: posts from a template and repeats of one, which check takes; nothing is overwritten.
. "$(dirname "$0")/lib.sh"
new_workspace
export PREGON_NOW=2026-11-01T09:00:00+01:00
cat >>calendar/calendar.yml <<'YAML'
queues:
  mananas: {slots: {default: ["MO-FR 09:30"]}, accounts: [blog]}
mix: {repeat: {evergreen: 28d}}
YAML
mkdir -p calendar/campaigns
printf -- '---\ntitle: Navidad\nfrom: 2026-12-01\nuntil: 2026-12-31\naccounts: [blog]\n---\n' >calendar/campaigns/navidad.md
commit 'calendar: a queue and a campaign'

run new 'Pan: hoy, de "centeno"' --date '2026-12-03 09:30' --accounts blog
is_status 0 'a post'
out_is 'prints its path' <<<content/posts/2026/12/pan-hoy-de-centeno.md
err_has 'pregon check content/posts/2026/12/pan-hoy-de-centeno.md' 'and the next step'
cat >"$T/wanted.md" <<'MD'
---
title: "Pan: hoy, de \"centeno\""
date: 2026-12-03 09:30
accounts: [blog]
# delete the next line when the post is ready
draft: true
---
MD
same "$T/wanted.md" content/posts/2026/12/pan-hoy-de-centeno.md 'from a template'
run new 'Pan: hoy, de "centeno"' --date '2026-12-04 09:30'
is_status 1 'a name that is taken'
err_has 'nothing is overwritten' 'is refused'
same "$T/wanted.md" content/posts/2026/12/pan-hoy-de-centeno.md 'and stays as it was'
for title in '' ' ' $'\n' $'dos\nlíneas'; do
    run new "$title"
    is_status 2 'a title is one line, with something in it'
done
run --lang en new 'Pain' --language fr
is_status 2 'a language that the brand does not speak'
err_has "the brand does not speak 'fr': brand.yml has es" 'is refused, with those that it does'
run --lang en new 'Pain' --language es-
is_status 2 'nor is what is no code of a language taken'
run new 'Pan de un día' --date 2026-12-03 --accounts ' blog , '
is_status 2 'a list with nothing between commas'
run new 'Pan de un día' --date 2026-12-03 --accounts ' blog '
is_status 0 'a day without an hour'
check 'is one of the only queue' grep -qx 'queue: mananas' content/posts/2026/12/pan-de-un-dia.md
check 'and blanks around names are none of them' grep -qx 'accounts: \[blog\]' content/posts/2026/12/pan-de-un-dia.md
rm content/posts/2026/12/pan-de-un-dia.md
run new 'Pan mexicano' --language es-MX --date '2026-12-03 09:30'
is_status 0 'one of its own, as a region speaks it'
rm content/posts/2026/12/pan-mexicano.md
run new "$(printf 'Palabra %.0s' {1..40})" --date '2026-12-03 09:30'
is_status 0 'a long title'
out_is 'has a name that ends with a word' <<<"content/posts/2026/12/$(printf 'palabra-%.0s' {1..9})palabra.md"
run new "$(printf 'x%.0s' {1..300})" --date '2026-12-03 09:30'
out_is 'or is cut, where it is one' <<<"content/posts/2026/12/$(printf 'x%.0s' {1..80}).md"
run check content/posts/2026/12
is_status 0 'check takes them'
rm content/posts/2026/12/{palabra,xxx}*
run new 'Pan de higos' --lang es
out_has 'content/posts/2026/11/pan-de-higos.md' 'the month is that of now'
check 'the only queue is taken' grep -qx 'queue: mananas' content/posts/2026/11/pan-de-higos.md
check_not 'which says where it goes' grep -q accounts content/posts/2026/11/pan-de-higos.md
err_has "hueco de «mananas»: lun 2 de nov de 2026, 9:30, Europe/Madrid (provisional)" 'and when, if it were ready'
check 'comments are in Spanish' grep -q '^# borra' content/posts/2026/11/pan-de-higos.md
run new 'Una idea' --draft --bundle --language es --campaign navidad
out_has 'content/posts/2026/11/una-idea/index.md' 'a bundle'
check_not 'without a queue' grep -q '^queue' content/posts/2026/11/una-idea/index.md
run new 'Una idea'
is_status 1 'the other shape of the same id is taken'
run new && run new
out_has 'content/posts/2026/11/post-2.md' 'without a title, the next free name'
run check
is_status 0 'check takes them all'
run new 'De un día' --date 2026-11-25 --queue mananas
is_status 0 'a day and a queue'
err_has "slot of 'mananas': Wed 25 Nov 2026, 09:30, Europe/Madrid (tentative)" 'have a slot of that day'
run new 'Un domingo' --date 2026-11-29 --queue mananas --format json
json '.slots == [{"post": "2026/11/un-domingo", "account": "blog", "queue": "mananas", "due": null, "tentative": true}]' 'or none'
run new 'Otro domingo' --date 2026-11-29 --queue mananas
err_has "the queue 'mananas' has no free slot for it: give it a date" 'which is said'
rm content/posts/2026/11/*domingo.md
run new x --date '2026-11-24 10:00' --queue mananas
is_status 2 'an hour and a queue'
run new x --date 24/12/2026
is_status 2 'another notation'
err_has "'2026-12-24'" 'with the right one'
run new x --date '2027-03-28 02:30'
is_status 1 'a time that the clocks skip'
run new x --accounts bloog
err_has "did you mean 'blog'?" 'an account that is not there'
cp brand/accounts.yml "$T/accounts.yml" && printf 'groups:\n  todas: [blog]\n' >>brand/accounts.yml
run new x --accounts toda
err_has "did you mean 'todas'?" 'nor a group'
cp "$T/accounts.yml" brand/accounts.yml
run new x --queue manana
is_status 2 'a queue that is not there'
err_has "did you mean 'mananas'?" 'with the one that may be meant'
run move a next --queue manana
err_has "did you mean 'mananas'?" 'so does move'
run new x --every 8w
is_status 2 '--every without --repeat'
run new '../../../x' --date 2026-12-05
check_not 'a title never leaves the folder of posts' [ -e ../x.md ]
ln -s "$T" content/posts/2027
run new link --date '2027-01-05 09:30'
is_status 1 'a symbolic link is not followed'
check_not 'nothing is written behind it' [ -e "$T/01" ]
rm content/posts/2027

# --- the editor ---
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    printf '#!/bin/sh\nsed -i.old -e /^draft/d -e "s/^title.*/title: Editado/" "$1" && rm "$1.old"\necho Pan >>"$1"\n' >"$T/editor"
    printf '#!/bin/sh\nexit 3\n' >"$T/broken editor"
    chmod +x "$T/editor" "$T/broken editor"
    on_terminal() { # EDITOR COMMAND
        EDITOR=$1 VISUAL='' script -qec "$2" /dev/null </dev/null >"$T/stdout" 2>&1
        RUN_STATUS=$?
    }
    on_terminal "$T/editor" "'$PREGON' new 'De editor' --queue mananas"
    is_status 0 'on a terminal the editor is opened'
    check 'on the new file' grep -qx 'title: Editado' content/posts/2026/11/de-editor.md
    out_has "slot of 'mananas': Mon 2 Nov 2026, 09:30" 'and then the slot is said'
    on_terminal '"'"$T/broken editor"'"' "'$PREGON' new 'De otro'"
    is_status 4 'an editor that fails'
    out_has 'de-otro.md' 'is told with the file'
    check 'which stays' [ -e content/posts/2026/11/de-otro.md ]
    rm content/posts/2026/11/de-*.md
else
    skip 6 'no terminal here'
fi

# --- repeats ---
run new --repeat 2026/11/otono --every 4w --times 3 --format json
is_status 0 'repeats'
json '[.posts[].date] == ["2026-12-22 09:30", "2027-01-19 09:30", "2027-02-16 09:30"]' 'at the same hour'
json '.posts[0].path == "content/posts/2026/12/otono-2.md"' 'with numbers'
check 'each names its post' grep -qx 'repeats: 2026/11/otono' content/posts/2026/12/otono-2.md
check 'and has its text' grep -q calabaza content/posts/2027/02/otono-4.md
run new --repeat 2026/11/otono --every 4w
is_status 1 'a second time they are there'
run new --repeat 2026/11/otono --every 2w
is_status 1 'closer than the calendar wants'
err_has 'mix.repeat.evergreen' 'and that is named'
run new --repeat 2026/11/otono --every 26w --times 2 --date '2027-03-25 10:00' --format json
json '[.posts[].date] == ["2027-03-25 10:00", "2027-09-23 10:00"]' '--date is the first'
run check
is_status 0 'check takes the repeats'
finish
