#!/bin/bash
# init in a folder with a blog by Jekyll or Hugo: the workspace goes beside it, with drafts that
# announce its newest posts, and none of its files is touched.
. "$(dirname "$0")/lib.sh"
export PREGON_NOW=2026-11-24T09:31:00+01:00
cd "$T" || exit
blog_of() { # FOLDER: its files, with their content
    (cd "$1" && find . -type f ! -path './.*' ! -path './_social/*' ! -path './social/*' -print0 | sort -z | xargs -0 sha256sum)
}
jekyll() { # FOLDER SETTINGS
    mkdir -p "$1/_posts" && printf "$2" >"$1/_config.yml"
    for day in 01 02 03 04 05 06 07; do
        printf -- '---\nlayout: post\ntitle: "Loaf: %s"\ntags: [Bread, two-words]\n---\nHello\n' "$day" >"$1/_posts/2026-11-$day-loaf-$day.md"
    done
    printf -- '---\ntitle: no\npublished: false\n---\n' >"$1/_posts/2026-11-20-no.md"
    printf 'no front matter\n' >"$1/_posts/2026-11-21-bare.md"
    printf -- '---\nlayout: [\n---\n' >"$1/_posts/2026-11-22-broken.md"
}

jekyll j 'title: "Bread: daily"\nurl: https://bread.example\nbaseurl: /blog\n'
git init -q -b main j && cd j && commit 'blog: there' || exit
blog_of . >"$T/before"
run --lang en init --timezone Europe/Madrid --ci github --source https://git.example/pregon
is_status 0 'jekyll: init beside it'
err_has "this is a blog by Jekyll, which stays as it is: the workspace is in '_social', with 5 drafts" 'says what it does'
blog_of . >"$T/after"
same "$T/before" "$T/after" 'no file of the blog is touched'
check 'the newest five are announced' [ "$(cd _social/content/posts/2026/11 && echo *)" = 'loaf-03.md loaf-04.md loaf-05.md loaf-06.md loaf-07.md' ]
same - _social/content/posts/2026/11/loaf-07.md 'as drafts, with title, link and tags' <<'EOF'
---
title: "Loaf: 07"
accounts: [everywhere]
link: https://bread.example/blog/2026/11/07/loaf-07.html
tags: [Bread]
draft: true
---
Loaf: 07
EOF
check 'the brand has the name of the blog' grep -qx 'name: "Bread: daily"' _social/brand/brand.yml
check 'which is no network of ours' grep -q 'network: bluesky' _social/brand/accounts.yml
check 'CI stands at the root' grep -q 'pregon -C _social check' .github/workflows/check.yml
run check -C _social
is_status 0 'check'
out_has '5 posts: nothing to mend' 'is content'
run --lang en init
err_has 'nothing to do' 'a second run changes nothing'
for style in 'pretty|/2026/11/07/loaf-07/' '/:title/|/loaf-07/' 'none|/loaf-07.html' '/:year/:i_day/:title:output_ext|/2026/7/loaf-07.html' '/:week/:title|'; do
    rm -rf "$T/s" && jekyll "$T/s" "url: https://bread.example\npermalink: ${style%|*}\n" && cd "$T/s" || exit
    run --lang en init --timezone UTC --ci none
    check "permalink: ${style%|*}" [ "$(sed -n 's/^link: https:..bread.example//p' _social/content/posts/2026/11/loaf-07.md)" = "${style#*|}" ]
done

mkdir -p "$T/h/content/posts" && cd "$T/h" || exit
printf 'baseURL = "https://h.example/"\ntitle = "Casa"\n[params]\ntitle = "no"\n' >hugo.toml
printf -- '+++\ntitle = "Uno: *dos* <b>"\ndate = 2026-11-02T10:00:00Z\ndescription = "# no heading - @ana ![x](y)"\n+++\nx\n' >content/posts/Uno.md
printf -- '---\ntitle: Dos\ndate: 2026-11-03\nslug: el-dos\n---\nx\n' >content/posts/dos.md
printf -- '---\ntitle: Tres\ndate: 2026-11-04\ndraft: true\n---\nx\n' >content/posts/tres.md
printf -- '---\ntitle: Sin fecha\n---\nx\n' >content/posts/cuatro.md
blog_of . >"$T/before"
run --lang es init --dry-run
out_has 'content/posts/2026/11/dos.md: sería nuevo' 'hugo: a dry run'
check_not 'writes nothing' [ -e social ]
run --lang es init --timezone UTC --networks mastodon --ci none
is_status 0 'hugo: init beside it'
blog_of . >"$T/after"
same "$T/before" "$T/after" 'no file of the blog is touched'
check 'its posts are announced, drafts are not' [ "$(cd social/content/posts/2026/11 && echo *)" = 'dos.md uno.md' ]
check 'with the address of a slug' grep -qx 'link: https://h.example/posts/el-dos/' social/content/posts/2026/11/dos.md
check 'or of the file' grep -qx 'link: https://h.example/posts/uno/' social/content/posts/2026/11/uno.md
run check -C social
out_has '0 errors' 'check takes them'
run -C social show 2026/11/uno --format json
json '.accounts[0].parts[0].text | startswith("# no heading - @ana ![x](y)")' 'what the blog says stays text'

# --- what blogs have, too: bundles, folders, TOML, JSON, line ends and marks of other systems ---
mkdir -p "$T/t/content/posts/pan" "$T/t/content/posts/2026" && cd "$T/t" || exit
printf "baseURL = 'https://h.example/'\ntitle = 'Casa \"nueva\"'\n" >hugo.toml
printf -- '+++\ntitle = "Pan \\"de\\" casa"\ndate = 2026-11-02T23:30:00-05:00\ntags = ["Pan", "two words",\n"Horno"]\n+++\nx\n' >content/posts/pan/index.md
printf -- '---\ntitle: a part of the page\ndate: 2026-11-02\n---\nx\n' >content/posts/pan/part.md
printf -- '+++\r\ntitle = "Ends"\r\ndate = 2026-11-03\r\n+++\r\nx\r\n' >content/posts/Ends.md
printf -- '\xef\xbb\xbf---\ntitle: Mark\ndate: 2026-11-04T10:00:00+02:00\n---\nx\n' >content/posts/mark.md
printf -- '{"title": "Braces {", "date": "2026-11-05T00:00:00Z", "tags": ["Json"]}\n\nx\n' >content/posts/json.md
printf -- '---\ntitle: Below\ndate: 2026-11-06\n---\nx\n' >content/posts/2026/below.md
printf -- '---\ntitle: no, a list\ndate: 2026-11-07\n---\nx\n' >content/posts/_index.md
printf -- '+++\ntitle = "no, a draft"\ndate = 2026-11-08\ndraft = true\n+++\nx\n' >content/posts/draft.md
run --lang en init --timezone UTC --ci none
is_status 0 'hugo: posts in many forms'
same - <(cd social/content/posts && grep -H '^link\|^tags' 2026/11/*) 'are announced, with addresses and tags' <<'EOF'
2026/11/below.md:link: https://h.example/posts/2026/below/
2026/11/ends.md:link: https://h.example/posts/ends/
2026/11/json.md:link: https://h.example/posts/json/
2026/11/json.md:tags: [Json]
2026/11/mark.md:link: https://h.example/posts/mark/
2026/11/pan.md:link: https://h.example/posts/pan/
2026/11/pan.md:tags: [Pan, Horno]
EOF
check 'a title keeps its quotes' grep -qxF 'title: "Pan \"de\" casa"' social/content/posts/2026/11/pan.md
for settings in 'uglyURLs = true' '[permalinks]'; do
    rm -rf social && printf 'baseURL = "https://h.example/"\n%s\n' "$settings" >hugo.toml
    run --lang en init --timezone UTC --ci none
    check_not "$settings: no address is guessed" grep -rq '^link' social/content
done
mkdir -p "$T/s2/content/recetas/uno" "$T/s2/config/_default" && cd "$T/s2" || exit
printf 'baseurl: https://h.example\n' >config/_default/hugo.yaml
printf -- '---\ntitle: Uno\ndate: 2026-11-06\n---\nx\n' >content/recetas/uno/index.md
run --lang en init --timezone UTC --ci none
check 'a section of another name, a folder of settings' grep -qx 'link: https://h.example/recetas/uno/' social/content/posts/2026/11/uno.md
mkdir -p "$T/s3/content/posts" && cd "$T/s3" && printf 'port = 1\n' >config.toml
run --lang en init --timezone UTC --ci none
check 'a config.toml of something else is no blog' [ -f brand/brand.yml ]

mkdir -p "$T/z/_posts/2026" && cd "$T/z" && printf 'url: "https://j.example"\ntimezone: Europe/Madrid\n' >_config.yml
printf -- '---\r\ntitle:  "Later"\r\ndate:   2026-11-01 23:30:00 +0000\r\ntags: Pan two-words Horno\r\n---\r\nx\r\n' >_posts/2026-11-01-later.md
printf -- '---\ntitle: Below\ndate: 2026-11-02 00:15:00 +0100\n---\nx\n' >_posts/2026/2026-11-02-below.markdown
printf -- '---\ntitle: Day\ndate: 2026-10-01\n---\nx\n' >_posts/2026-11-03-day.md
printf -- '---\ntitle: Utc\ndate: 2026-11-04 23:30\n---\nx\n' >_posts/2026-11-04-utc.md
run --lang en init --timezone UTC --ci none
same - <(cd _social/content/posts && grep -rh '^link\|^tags' . | sort) 'jekyll: the day of an address is that of the site' <<'EOF'
link: https://j.example/2026/10/01/day.html
link: https://j.example/2026/11/02/below.html
link: https://j.example/2026/11/02/later.html
link: https://j.example/2026/11/05/utc.html
tags: [Pan, Horno]
EOF

mkdir -p "$T/c/recipes/_posts" "$T/c/_posts/2025" "$T/c/_drafts" && cd "$T/c" && printf 'url: "https://j.example"\n' >_config.yml || exit
printf -- '---\ntitle: a draft\n---\nx\n' >_drafts/draft.md
printf -- '---\ncategories: [Bread, rye]\n---\nx\n' >_posts/2025/2026-11-01-two-words.html
printf -- '---\ncategories: [Bread and rye]\n---\nx\n' >_posts/2026-11-02-spaces.md
printf -- '---\ncategory: recipes\n---\nx\n' >recipes/_posts/2026-11-03-twice.md
printf -- '---\n---\nx\n' >recipes/_posts/2026-11-04-folder.md
printf -- '---\ntitle: to come\n---\nx\n' >_posts/2026-11-25-to-come.md
run --lang en init --timezone UTC --ci none
same - <(cd _social/content/posts && grep -r '^link\|^title' . | sort) 'jekyll: categories and folders are part of addresses; without a title the name is one' <<'EOF'
./2026/11/folder.md:link: https://j.example/recipes/2026/11/04/folder.html
./2026/11/folder.md:title: Folder
./2026/11/spaces.md:title: Spaces
./2026/11/twice.md:link: https://j.example/recipes/2026/11/03/twice.html
./2026/11/twice.md:title: Twice
./2026/11/two-words.md:link: https://j.example/bread/rye/2026/11/01/two-words.html
./2026/11/two-words.md:title: Two words
EOF
mkdir -p "$T/d/_posts" && cd "$T/d" || exit
printf 'url: "https://j.example"\ndefaults:\n  - {scope: {path: ""}, values: {categories: [all]}}\n' >_config.yml
printf -- '---\ntitle: One\n---\nx\n' >_posts/2026-11-01-one.md
run --lang en init --timezone UTC --ci none
check_not 'categories that all posts have: no address is guessed' grep -rq '^link' _social/content

# --- one post in two languages ---
mkdir -p "$T/l/content/posts/pan" && cd "$T/l" || exit
printf 'baseURL: https://h.example/\ndefaultContentLanguage: es\nlanguages: {es: {weight: 1}, en: {weight: 2}, fr: {weight: 3}}\n' >hugo.yaml
for language in en es fr; do
    printf -- '---\ntitle: Hola %s\ndate: 2026-11-02\n---\nx\n' $language | tee content/posts/hola.$language.md >content/posts/pan/index.$language.md
done
printf -- '---\ntitle: Solo\ndate: 2026-11-03\n---\nx\n' >content/posts/solo.en.md
printf -- '---\ntitle: Over\ndate: 2026-10-03\nexpiryDate: 2026-11-01\n---\nx\n' >content/posts/over.md
printf -- '---\ntitle: Later\ndate: 2026-10-03\npublishDate: 2026-11-25T10:00:00Z\n---\nx\n' >content/posts/later.md
run --lang en init --timezone UTC --ci none --networks bluesky
same - <(cd social/content/posts/2026/11 && grep -H '^link\|^title\|^language' -- *) 'hugo: a translation is a variant' <<'EOF'
hola.en.md:title: Hola en
hola.en.md:link: https://h.example/en/posts/hola/
hola.md:title: Hola es
hola.md:language: es
hola.md:link: https://h.example/posts/hola/
pan.en.md:title: Hola en
pan.en.md:link: https://h.example/en/posts/pan/
pan.md:title: Hola es
pan.md:language: es
pan.md:link: https://h.example/posts/pan/
solo.md:title: Solo
solo.md:link: https://h.example/en/posts/solo/
EOF
check 'what is over or to come is not announced' [ ! -e social/content/posts/2026/10 ]
run check -C social
is_status 0 'and check takes it'

# --- what is no post, or half one ---
mkdir -p "$T/odd/_posts" && cd "$T/odd" || exit
printf 'titles' >_config.yml
number=0
for text in '' '-' '---' $'---\n' $'---\n---' $'---\n---\n' $'+++\n+++\n' $'+++\ntitles x\n+++' $'+++\ntitle = "no end\n+++\n' \
    $'+++\ntitle\n+++\n' $'---\n- a\n---\n' $'---\ntitle: [a]\n---\n' $'---\ntags: {a: b}\ntitle: ok\n---\n' $'---\ntitle: a\r\n---\r\n'; do
    printf '%s' "$text" >"_posts/2026-11-$((10 + number++))-x$number.md"
done
mkdir _posts/2026-11-30-folder.md && ln -s /dev/zero _posts/2026-11-29-endless.md && : >_posts/.md
run --lang en init --timezone UTC --ci none
check 'odd files do no harm' [ "$RUN_STATUS" -le 1 ]
run check -C _social
check 'and what is made of them can be read' [ "$RUN_STATUS" = 0 ]

cd "$T" && mkdir -p plain/_posts && cd plain || exit
run --lang en init --timezone UTC --ci none
check 'a folder without _config.yml is no blog' [ -f brand/brand.yml ]
finish
