# shellcheck shell=bash
# Hostile workspaces, for cli/41-hostile.sh: see README.md. Who sources this has sourced cli/lib.sh.
HOSTILE_TABLES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/workspaces
EVIL=content/posts/2026/11/evil.md

# --- what recipes are made of; texts have the escapes of printf's %b ---

# TEXT so many times.
many() { # COUNT TEXT
    local text=''
    local bit
    for ((bit = 1 << 20; bit; bit >>= 1)); do
        text+=$text
        [ $(($1 & bit)) -eq 0 ] || text+=$2
    done
    printf %s "$text"
}

# A post whose front matter is TEXT.
front() { # TEXT
    printf -- '---\n%b\n---\nHoy hay pan.\n' "$1" >$EVIL
}

# A post whose body is TEXT.
body() { # TEXT
    printf -- '---\ndate: 2026-11-26 10:00\naccounts: [blog]\n---\n%b\n' "$1" >$EVIL
}

# A post with a medium.
medium() { # PATH
    front "date: 2026-11-26 10:00\naccounts: [blog]\nmedia:\n  - {file: \"$1\", alt: Pan}"
}

# Any file; more is appended.
file() { # PATH TEXT
    mkdir -p "$(dirname "$1")" && printf '%b' "$2" >"$1"
}
more() { # PATH TEXT
    mkdir -p "$(dirname "$1")" && printf '%b' "$2" >>"$1"
}

# A file, a folder or nothing, by another name.
link() { # TARGET PATH
    mkdir -p "$(dirname "$2")" && ln -sfn "$1" "$2"
}

# A tone rule that is on.
rule() { # TEXT
    file brand/voice/Evil/Rule.yml "$1"
    more brand/brand.yml 'voice: {styles: [Evil]}\n'
}

# A file of holidays.
events() { # TEXT
    file calendar/events/evil.ics "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:evil\r\n$1\r\nEND:VCALENDAR\r\n"
}

# A program that betrays itself when it is run: $RAN.
canary() { # PATH
    mkdir -p "$(dirname "$1")" && printf '#!/bin/sh\ntouch "%s"\n' "$RAN" >"$1" && chmod +x "$1"
}

# A tree of one file, committed: names that no work tree can hold.
tree() { # MODE NAME [CONTENT]
    local object
    case $1 in
    160000) object=$(git rev-parse HEAD) ;;
    *) object=$(printf '%b' "${3:-x}" | git hash-object -w --stdin) ;;
    esac
    { git ls-tree HEAD && printf '%s blob %s\t%b\n' "$1" "$object" "$2"; } |
        sed 's/^160000 blob/160000 commit/' >"$T/tree"
    git commit-tree -p HEAD -m 'post: evil' "$(git mktree --missing <"$T/tree")" >"$T/tree.commit" 2>/dev/null &&
        git update-ref refs/heads/main "$(cat "$T/tree.commit")"
}

# An object of git, whatever stands in it.
object() { # TYPE FILE
    git hash-object -t "$1" --literally -w --stdin <"$2"
}

# Standard input as objects of git are packed.
zlib() {
    perl -MCompress::Zlib -0777 -ne 'print compress($_)'
}

# --- the tables ---

# Prints "TABLE NAME" for each row, or each Nth.
hostile_names() { # [N]
    local table number=0 line
    for table in "$HOSTILE_TABLES"/*; do
        while IFS= read -r line; do
            case $line in '' | '#'*) continue ;; esac
            [ $((number++ % ${1:-1})) -ne 0 ] || printf '%s %s\n' "${table##*/}" "${line%%:*}"
        done <"$table"
    done
}

# Makes a workspace, in which we stand then. The recipe may leave things undone that a file system
# does not know.
hostile_make() { # TABLE NAME FOLDER
    local recipe
    recipe=$(grep -m1 "^$2: " "$HOSTILE_TABLES/$1")
    [ -d "$T/hostile-base" ] || {
        cp -R "$TESTS/cli/workspace" "$T/hostile-base" && git -C "$T/hostile-base" init -q -b main &&
            git -C "$T/hostile-base" add -A && git -C "$T/hostile-base" commit -qm 'post: the first days'
    }
    cp -R "$T/hostile-base" "$3" && cd "$3" || return
    eval "${recipe#"$2: "}" >"$T/recipe.log" 2>&1
}
