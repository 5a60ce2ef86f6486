# shellcheck shell=bash
# Evil texts and rules, for cli/19-evil.sh and bench/evil: see README.md.
EVIL=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
EVIL_PART=${EVIL_PART:-1}

# The string, with escapes as of printf's %b, so many times, or a part of that: see EVIL_PART.
times() { # COUNT STRING
    local count=$((($1 + EVIL_PART - 1) / EVIL_PART)) many=$2 i
    for i in 1 2 3 4 5 6; do many+=$many; done
    # shellcheck disable=SC2046 # a number stands in each word
    [ $((count / 64)) -eq 0 ] || printf "%.0s$many" $(seq $((count / 64)))
    # shellcheck disable=SC2046
    [ $((count % 64)) -eq 0 ] || printf "%.0s$2" $(seq $((count % 64)))
}

# Writes the text of a recipe.
evil_text() { # RECIPE FILE
    # shellcheck disable=SC1090
    (. "$1") >"$2"
}

# Styles with every kind of rule, and configurations that choose them all (all.ini), or those of a
# pack, which seldom find anything (pack.ini). Casa has a small dictionary of its own, in place of
# the system's.
evil_styles() { # FOLDER
    mkdir -p "$1/styles"
    cp -R "$EVIL/../../src/brand/voice/packs/Pregon" "$EVIL/../../src/brand/voice/packs/config" \
        "$EVIL/styles/." "$1/styles"
    printf '%s\n' "StylesPath = $1/styles" 'MinAlertLevel = suggestion' 'Vocab = Casa' '[*.md]' \
        'BasedOnStyles = Pregon, Casa, Vale' 'Vale.Spelling = NO' >"$1/all.ini"
    sed 's/= Pregon.*/= Pregon/' "$1/all.ini" >"$1/pack.ini"
}

# What an honest post is made of, with a hit here and there.
evil_honest_text() { # BYTES FILE
    local paragraph='El obrador abre a las siete, y a las ocho ya *no queda* ni una hogaza de
centeno: la masa madre pide **veinte horas**, que no se compran [online](https://pan.example/horas).
¿Vienes el sábado? Guardamos dos de cada cosa para quien llega tarde, y el café lo pone la casa.

'
    times $((($1 / ${#paragraph} + 1) * EVIL_PART)) "$paragraph" >"$2"
}

# Two styles: Evil, whose one rule is the file, and Otra, which finds «hogaza»; one.ini chooses them.
evil_rule() { # RULE-FILE FOLDER
    mkdir -p "$2/styles/Evil" "$2/styles/Otra"
    cp "$1" "$2/styles/Evil/Rule.yml"
    printf '%s\n' 'extends: existence' 'message: "%s"' 'tokens: [hogaza]' >"$2/styles/Otra/Otra.yml"
    printf '%s\n' "StylesPath = $2/styles" 'MinAlertLevel = suggestion' '[*.md]' \
        'BasedOnStyles = Evil, Otra' >"$2/one.ini"
}

# What patterns run far on: runs of one character, in vain or nearly so, in one long block, in a
# hundred short ones and in the lines of one.
evil_runs() { # FILE
    local i EVIL_PART=1
    {
        for run in a ' ' 1 'ab ' 'una palabra ' é; do
            times 3000 "$run"
            printf 'c\nb!=@.xyz\n\n'
        done
        for i in $(seq 100); do
            times 60 a
            printf 'c\nb!=@.xyz\n\n'
        done
        for i in $(seq 30); do
            times 100 a
            printf 'c b=\n'
        done
        printf '\nhogaza\n'
    } >"$1"
}
