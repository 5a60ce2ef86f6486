#!/bin/bash
# The manual pages: made of the same tables as the help, without a complaint of the formatter.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit
run help
is_status 0 'help lists the commands'
mapfile -t commands < <(sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' "$T/stdout")
check 'there are commands' [ ${#commands[@]} -ge 2 ]

formatter=
if command -v mandoc >/dev/null; then
    formatter=mandoc
elif command -v groff >/dev/null; then
    formatter=groff
fi

# Formats a page; what the formatter has to complain about is in $T/complaints.
format_page() { # PAGE
    case $formatter in
    mandoc) mandoc -T lint -W warning "$1" >"$T/complaints" && mandoc -T utf8 "$1" | col -b >"$T/page" ;;
    groff) groff -K utf8 -man -T utf8 -ww -P -cbou "$1" >"$T/page" 2>"$T/complaints" ;;
    esac
    [ ! -s "$T/complaints" ]
}

for language in en es; do
    for command in '' "${commands[@]}"; do
        page="$language: pregon${command:+-$command}"
        run --lang $language help ${command:+"$command"} --format man
        is_status 0 "$page is there"
        cp "$T/stdout" "$T/page.1"
        if [ -z "$formatter" ]; then
            skip 2 'neither mandoc nor groff is here'
            continue
        fi
        check "$page: the formatter has nothing against it" format_page "$T/page.1"
        run --lang $language help ${command:+"$command"}
        missing=
        while read -r option; do
            grep -qF -e "$option" "$T/page" || missing="$missing $option"
        done < <(grep -oE '^ +(-., )?--[a-z-]+' "$T/stdout" | grep -oE -e '--[a-z-]+')
        check "$page: it has every option of the help$missing" [ -z "$missing" ]
    done
done
cp "$T/page.1" "$T/spanish.1"
run --lang en help "$command" --format man
check_not 'Spanish pages are in Spanish' cmp -s "$T/stdout" "$T/spanish.1"

run help nonsense --format man
is_status 2 'a command that is none has no page'
finish
