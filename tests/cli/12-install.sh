#!/bin/bash
# make install: the program, its catalogues, manual and completions, where a packager says; it
# starts from there.
. "$(dirname "$0")/lib.sh"
cd "$TESTS/.." || exit
make -s install MODE="${MODE:-release}" DESTDIR="$T/root" prefix=/usr >"$T/make" 2>&1
check 'installs the program' test -x "$T/root/usr/bin/pregon"
if [ "${MODE:-release}" = release ]; then
    # As a whole, or before a file's name: /pregon alone is in /usr/share/pregon, too.
    names_folder() { tr '\0' '\n' <"$1" | grep -qa -e "^$PWD\$" -e "$PWD/src/" -e "$PWD/build/"; }
    check_not 'and has the same bytes, wherever it is built' names_folder "$T/root/usr/bin/pregon"
else
    skip 1 'this build is for those who look for faults, and names its folder'
fi
PREGON=$T/root/usr/bin/pregon
run version
is_status 0 'which starts'
out_has 'pregon ' 'and prints its version'
check 'the Spanish catalogue stands beside it' test -f "$T/root/usr/share/locale/es/LC_MESSAGES/pregon.mo"
run --lang es help
out_has 'Uso: pregon' 'and is found from there'
for file in man/man1/pregon.1 man/man1/pregon-check.1 man/es/man1/pregon-check.1 \
    bash-completion/completions/pregon zsh/site-functions/_pregon fish/vendor_completions.d/pregon.fish \
    doc/pregon/README.md doc/pregon/LICENSE doc/pregon/networks/README.md; do
    check "share/$file" test -s "$T/root/usr/share/$file"
done
check 'all can be read by everybody' test -z "$(find "$T/root" ! -perm -444)"
if command -v bash >/dev/null && bash -c '. /usr/share/bash-completion/bash_completion' 2>/dev/null; then
    PATH=$T/root/usr/bin:$PATH XDG_DATA_DIRS=$T/root/usr/share bash -c '. /usr/share/bash-completion/bash_completion
        BASH_COMPLETION_USER_DIR=/nowhere _completion_loader pregon; complete -p pregon' >"$T/complete" 2>&1
    check 'bash-completion finds it there' grep -q '_pregon' "$T/complete"
else
    skip 1 'bash-completion is not here'
fi
check 'nothing else is written' test -z "$(find "$T/root" -type f ! -path '*/usr/bin/pregon' ! -path '*/usr/share/*')"

# What makes packages is of this version, and knows the libraries that are loaded late.
version=$(sed -n 's/^VERSION = //p' Makefile)
check 'debian/changelog' grep -qF "pregon ($version-1)" .packages/debian/changelog
check 'APKBUILD' grep -qx "pkgver=$version" .packages/alpine/APKBUILD
check 'the formula' grep -qF "tag: \"v$version\"" .packages/homebrew/pregon.rb
if command -v readelf >/dev/null; then
    check 'a program is linked against them all' .packages/late-user "$BUILD" "$T/late-user"
    LC_ALL=C readelf -d "$T/late-user" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' | grep -v '^libc\.' | sort >"$T/needed"
    sed -n 's/^    \.file = "\(.*\)",$/\1/p' "$BUILD"/late/*.c | sort >"$T/late"
    same "$T/late" "$T/needed" 'by the names under which they are loaded'
else
    skip 2 'readelf is not here'
fi
finish
