#!/bin/bash
# The manual's examples: files that pass, commands that print what is shown, errors as they are
# quoted, and no command or option that is not there. REGEN=1 writes the output of commands anew.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
export PREGON_NOW='2026-11-24T09:31:00+01:00'
PATH=$(dirname "$PREGON"):$PATH
mapfile -t documents < <(cd "$root" && find README.md README.es.md docs -name '*.md' ! -name CHANGELOG.md | sort)

# The bakery, in a repository of its own. We stand in it.
new_bakery() { # NAME
    mkdir "$T/$1" && cp -R "$root"/{content,brand,calendar} "$T/$1" && cd "$T/$1" || exit
    git init -q -b main && git add -A && git commit -qm 'post: the bakery' || exit
}

# A table's rows "WRONG<TAB>MESSAGE"; line breaks of WRONG as "\n".
error_rows() { # FILE HEAD
    awk -v head="$2" '
        !/^\|/ { inside = 0; next }
        { split($0, cell, " [|] ?"); wrong = substr(cell[1], 3) }
        !inside { inside = 1; is_wanted = wrong == head; next }
        is_wanted && !/^\| ---/ {
            gsub(/^`|`$/, "", wrong)
            gsub(/`<br>`/, "\\n", wrong)
            print wrong "\t" cell[2]
        }' "$1"
}

# The YAML on standard input with the top-level key of LINES taken out, and LINES behind it.
replace_key() { # LINES
    awk -v key="${1%%:*}" '
        /^[^ #-]/ { is_old = index($0, key ":") == 1 }
        !is_old' && printf '%b\n' "$1"
}

# check says MESSAGE of FILE.
says() { # FILE MESSAGE
    run check "$1"
    grep -F -A 2 "$1:" "$T/stdout" | grep -qF -e "$2"
}

errors_of_posts() {
    local wrong message post=content/posts/2026/12/prueba.md
    while IFS=$'\t' read -r wrong message; do
        {
            echo ---
            printf '%s\n' 'title: Pan' 'date: 2026-12-01 09:30' 'accounts: [blog]' | replace_key "$wrong"
            printf '%s\n' --- 'Hoy hay pan.'
        } >$post
        check "post: $wrong" says $post "$message" || show_run
    done < <(error_rows "$root/docs/files/post.md" 'in the front matter')
    rm -f $post
}

errors_of_file() { # FILE DOCUMENT HEAD
    local wrong message
    cp "$1" "$T/sound.yml"
    while IFS=$'\t' read -r wrong message; do
        replace_key "$wrong" <"$T/sound.yml" >"$1"
        check "$1: $wrong" says "$1" "$message"
    done < <(error_rows "$root/docs/files/$2.md" "$3")
    cp "$T/sound.yml" "$1"
}

errors_of_accounts() {
    local wrong message file=brand/accounts.yml
    cp $file "$T/sound.yml"
    while IFS=$'\t' read -r wrong message; do
        {
            printf '%s\n' 'accounts:' '  prueba:'
            printf '%s\n' 'network: mastodon' 'service: https://mastodon.example' 'secret: PREGON_PRUEBA' |
                replace_key "$wrong" | sed 's/^/    /'
            sed 1,/^accounts:/d "$T/sound.yml"
        } >$file
        check "accounts.yml: $wrong" says $file "$message"
    done < <(error_rows "$root/docs/files/accounts.md" 'in an account')
    cp "$T/sound.yml" $file
}

# Prints what stands as `pregon COMMAND --option` in code and is not there.
unknown_words() { # DOCUMENT
    local line command option
    while read -r line; do
        command=$(grep -oE '^pregon( --lang es| -C [^ ]+)* [a-z]+' <<<"$line" | sed 's/.* //')
        if ! grep -qx -e "$command" "$T/commands"; then
            echo "pregon $command"
            continue
        fi
        [ -f "$T/help-$command" ] || "$PREGON" help "$command" >"$T/help-$command"
        for option in $(grep -oE -e ' --[a-z][a-z-]*' <<<"${line%%|*}"); do
            grep -qE -e "^ .*$option( |$)" "$T/help-$command" || echo "pregon $command $option"
        done
    done < <({
        awk '/^```/ { inside = !inside; next } inside' "$1" |
            grep -oE '(^|[$;]|exec|run:|&&|=/usr/bin/|- ) ?pregon [a-z-].*'
        awk '/^```/ { inside = !inside; next } !inside' "$1" | grep -oE '`pregon [a-z][^`]*`' | tr -d '`'
    } | sed 's/ *#.*//; s/.*pregon /pregon /')
}
"$PREGON" help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' >"$T/commands"

for document in "${documents[@]}"; do
    new_bakery "$(tr / - <<<"${document%.md}")"
    "$TESTS/docs/run-examples" "$root/$document" >"$T/new.md"
    [ -z "${REGEN:-}" ] || cp "$T/new.md" "$root/$document"
    same "$root/$document" "$T/new.md" "$document: its commands print what it shows"
    mapfile -t files < <(sed -nE 's/^```[a-z]+ ([^ ]+)$/\1/p' "$root/$document")
    if [ "${document%/*}" = docs/files ] && [ ${#files[@]} -gt 0 ]; then
        run check "${files[@]}"
        out_has 'nothing to mend' "$document: its files are in order"
    fi
    unknown_words "$root/$document" | sort -u >"$T/unknown"
    same /dev/null "$T/unknown" "$document: its commands and options are there"
done

new_bakery errors
errors_of_posts
errors_of_accounts
errors_of_file brand/brand.yml brand 'in `brand.yml`'
errors_of_file calendar/calendar.yml calendar 'in `calendar.yml`'

# The guides are equals in both languages: the same headings, tables and examples in the same places.
outline() { # DOCUMENT
    sed -nE 's/^(#+) .*/\1/p; s/^(```[^ ]*.*)/\1/p; s/^\| `([^`]*)`.*/\1/p' "$1" | sed 's/ARCHIVO/FILE/; s/ORDEN/COMMAND/'
}
for pair in guide:guia manager:gestion administrator:administracion; do
    outline "$root/docs/${pair%:*}.md" >"$T/english"
    outline "$root/docs/${pair#*:}.md" >"$T/spanish"
    same "$T/english" "$T/spanish" "${pair%:*}.md and ${pair#*:}.md have the same parts"
done

# The administrator's messages are the program's: all between two `…` is in one of its texts.
tr -d '\n' <"$root/src/messages/es.po" | sed 's/""//g' >"$T/messages"
is_message() { # MESSAGE
    local piece
    while IFS= read -r piece; do
        grep -qF -e "$piece" "$T/messages" || return
    done < <(sed 's/ *[«]*…[»]* */\n/g' <<<"$1" | grep .)
}
for document in administrator:message administracion:mensaje; do
    count=0
    while IFS=$'\t' read -r message _; do
        check "${document%:*}.md: $message" is_message "$message"
        count=$((count + 1))
    done < <(error_rows "$root/docs/${document%:*}.md" "${document#*:}")
    check "${document%:*}.md: 19 messages" [ $count = 19 ]
done

# It has the states in the words of the messages.
while IFS='|' read -r state word; do
    check "$state is '$word' in Spanish" [ "$word" = "$(sed -n "/^msgid \"$state\"$/{n;s/msgstr //p}" "$root/src/messages/es.po" | tr -d '"')" ]
done < <(sed -nE 's/^\| `([a-z]+)`, ([^|]*) \|.*/\1|\2/p' "$root/docs/guia.md")

check 'of all 14 states' [ "$(grep -cE '^\| `[a-z]+`, ' "$root/docs/guia.md")" = 14 ]


# Both languages of the first page tell the same.
commands_of() { # FILE
    awk '/^```/ { inside = !inside } inside' "$root/$1" | sed 's/ *#.*//'
}
same <(commands_of README.md) <(commands_of README.es.md) 'README.es.md has the commands of README.md'
finish
