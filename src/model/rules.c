/* The table of rules; a test holds it against what the code reports and the manual lists. */
#include "model/rules.h"

#include <string.h>

#include "base/message.h"

static const struct rule table[] = {
    { "account", N_("An account has the keys that its network needs, and no others."),
      N_("Look at the network's page in docs/networks."), "instagram: {network: instagram}",
      "instagram: {network: instagram, send: manual}" },
    { "alt-text",
      N_("A picture has an alternative text, unless the brand only recommends it, and not a longer "
         "one than the network takes; nor is it a file's name, or the text again."),
      N_("Say in a sentence what there is to see. `decorative: true` only where the picture adds "
         "nothing."),
      "media: [{file: hogaza.jpg}]",
      "media: [{file: hogaza.jpg, alt: Una hogaza redonda recién salida del horno.}]" },
    { "approval",
      N_("A post that needs somebody's approval, by `brand/brand.yml`, its campaign or its own "
         "`requires`, goes out only with it."),
      N_("Whoever has that role says `pregon approve`, before the merge or after it."),
      "requires: [legal]", "requires: [] # and no rule of brand.yml" },
    { "blackout",
      N_("Nothing goes out while a blackout of `calendar/calendar.yml` lasts, but what it lets "
         "through, and what is `urgent`."),
      N_("Choose another time; or name the campaign or the post under the blackout's `except`."),
      "date: 2026-12-25 10:00", "date: 2026-12-27 10:00" },
    { "campaign",
      N_("A post lies within its campaign's dates, and goes to its campaign's accounts."),
      N_("Change the post's date, accounts or campaign; or the campaign's, in "
         "`calendar/campaigns/`."),
      "campaign: otono-2026\ndate: 2026-12-24 10:00",
      "campaign: otono-2026\ndate: 2026-11-24 10:00" },
    { "card", N_("A link card has what the network shows on it."), N_("Add `title:` to the post."),
      "link: https://horno.example/otono",
      "title: Otoño en el horno\nlink: https://horno.example/otono" },
    { "competitor",
      N_("No competitor of `brand/brand.yml` is named, in text, hashtags, alternative texts or "
         "addresses, whatever the case and the accents."),
      N_("Write around the name."), "Mejor que Panes Paco", "Mejor que nunca" },
    { "date", N_("A date exists, once, and lies before `expires`."),
      N_("Write `2026-11-24 09:30`. In the hour that the clocks repeat or skip, write the offset "
         "that the message proposes."),
      "date: 24/11/2026 9.30", "date: 2026-11-24 09:30" },
    { "disclosure",
      N_("A paid post says so, in the words and among the first characters that `brand/brand.yml` "
         "asks for; a post that says so is paid."),
      N_("Put `#publi` in front; or add `sponsored:` with who pays."),
      "sponsored: Molino de Peñaloba\n---\nHarina nueva.",
      "sponsored: Molino de Peñaloba\n---\n#publi Harina nueva." },
    { "duplicate-id", N_("No two posts have the same id, whatever the case."),
      N_("Rename one, or give it an `id:`."), "otono.md\nOtono.md", "otono.md\notono-2.md" },
    { "emoji-count",
      N_("A post has no more emoji than `posts` in `brand/brand.yml` allows its account; a family "
         "or a flag is one."),
      N_("Take some out."), "Vuelve la hogaza 🎃🍂🔥", "Vuelve la hogaza 🎃" },
    { "emoji-denied",
      N_("A post has no emoji that the brand does not allow, whatever the skin tone."),
      N_("Take it out."), "Gracias 🙏🏽", "Gracias" },
    { "empty", N_("There is something to send to each account."),
      N_("Write a text, or add a picture."), "---\ndate: 2026-11-24 09:30\n---",
      "---\ndate: 2026-11-24 09:30\n---\nHoy hay pan de calabaza." },
    { "event",
      N_("A post does not go out at the time of an event that `calendar/calendar.yml` warns of."),
      N_("Choose another time, or leave it so: it is a warning."), "date: 2026-11-09 10:00",
      "date: 2026-11-10 10:00" },
    { "file",
      N_("A file is text in UTF-8, and not too large: 64 KiB of front matter, 64 KiB of text."),
      N_("Save it as UTF-8. Split what is too large."), "Ma\\xF1ana abrimos.", "Mañana abrimos." },
    { "formality",
      N_("A Spanish text addresses its readers as the brand does: tú, usted or vos, and one of "
         "them alone."),
      N_("Change the words that the message names."), "Cuéntenos qué pan quieres.",
      "Cuéntanos qué pan quieres." },
    { "front-matter", N_("A post begins with its keys, between two lines `---`."),
      N_("Put the missing line in."), "date: 2026-11-24 09:30\n---\nHoy hay pan.",
      "---\ndate: 2026-11-24 09:30\n---\nHoy hay pan." },
    { "hashtag", N_("A hashtag is one on every network, and stands there once."),
      N_("Put a space before `#`; take the second one out."), "pan#DeAyer", "pan #DeAyer" },
    { "hashtag-case",
      N_("Hashtags are written as the brand writes them: with `case: camel`, a capital at each "
         "word."),
      N_("Write `#PanDeMasaMadre`. One small word, as `#recetas`, is fine."), "tags: [pan_de_ayer]",
      "tags: [PanDeAyer]" },
    { "hashtag-count",
      N_("A post has no more hashtags than the brand allows its account: those in the text, and "
         "those that `tags` adds to it."),
      N_("Take some out."), "tags: [Pan, Horno, Otoño, Madrid]", "tags: [Pan, Otoño]" },
    { "hashtag-denied",
      N_("A post has no hashtag that the brand does not allow, whatever the capitals and accents."),
      N_("Take it out."), "tags: [Foodie]", "tags: [Pan]" },
    { "hashtag-required", N_("The hashtags that the brand asks for are there."),
      N_("Add them to `tags`."), "tags: [Pan]", "tags: [Pan, ElHorno]" },
    { "id",
      N_("An id is made of letters without accents, digits, `-` and `_`, and nobody else has it."),
      N_("Take the one that the message proposes; for a post, as its file's name or under `id:`."),
      "content/posts/otoño.md", "content/posts/otono.md" },
    { "late", N_("A new post is not late already."), N_("Give it a later date."),
      "date: 2025-11-24 09:30", "date: 2026-11-24 09:30" },
    { "link", N_("An address is whole, and short enough to arrive so."),
      N_("Copy it again; use a shorter address of your own site."), "https://horno.example/otono?",
      "https://horno.example/otono" },
    { "link-host",
      N_("No address leads to a host that the brand does not allow, or to a part of one."),
      N_("Write the address that it leads to."), "link: https://bit.ly/3xYz",
      "link: https://horno.example/otono" },
    { "link-http", N_("Addresses are encrypted: `https://`."), N_("Write `https://`."),
      "link: http://horno.example/otono", "link: https://horno.example/otono" },
    { "link-utm",
      N_("UTM parameters that somebody wrote by hand are whole, and name the post's own campaign."),
      N_("Take them out, and leave them to `links.utm` in `brand/brand.yml`; or write all three."),
      "link: https://horno.example/?utm_source=folleto", "link: https://horno.example/" },
    { "lost", N_("What a post asks for reaches its readers on every network."),
      N_("A warning: leave it so, or take the key away for that network under `overrides:`. An "
         "error: the network would refuse the post."),
      "poll: {options: [Centeno, Espelta]}\naccounts: [bluesky, mastodon]",
      "poll: {options: [Centeno, Espelta]}\naccounts: [mastodon]" },
    { "markdown", N_("The text says what you mean, on every network."),
      N_("Mostly: a blank line before `---`, no HTML, a name that `brand/mentions.yml` knows."),
      "Vuelve la hogaza.\n---\n¿La probaste?", "Vuelve la hogaza.\n\n---\n\n¿La probaste?" },
    { "media", N_("A picture or video is there, and is what its name says."),
      N_("Look at the path; save the picture anew."),
      "media: [{file: hogasa.jpg, alt: Una hogaza.}]",
      "media: [{file: hogaza.jpg, alt: Una hogaza.}]" },
    { "media-count", N_("A part has no more pictures than the network shows."),
      N_("Split the part, or write a variant for that network."),
      "![Uno](1.jpg) ![Dos](2.jpg) ![Tres](3.jpg) ![Cuatro](4.jpg) ![Cinco](5.jpg)",
      "![Uno](1.jpg) ![Dos](2.jpg) ![Tres](3.jpg) ![Cuatro](4.jpg)\n\n---\n\n![Cinco](5.jpg)" },
    { "media-size", N_("A picture is not larger than the network takes."), N_("Make it smaller."),
      "hogaza.jpg: 4,8 MB", "hogaza.jpg: 0,6 MB" },
    { "media-type", N_("A picture is of a type that the network takes."),
      N_("Save it as JPEG or PNG."), "media: [{file: hogaza.tiff, alt: Una hogaza.}]",
      "media: [{file: hogaza.jpg, alt: Una hogaza.}]" },
    { "missing-key", N_("What is needed is there."), N_("Add the key."),
      "media: [{alt: Una hogaza.}]", "media: [{file: hogaza.jpg, alt: Una hogaza.}]" },
    { "personal-data",
      N_("No telephone number, mail address, bank account, DNI, NIE or card of anybody but the "
         "brand stands in a post."),
      N_("Take it out. What is the brand's own belongs under `contacts` in `brand/brand.yml`."),
      "Llama a Luis, 612 345 678", "Llama a la tienda" },
    { "poll",
      N_("A poll has no more and no longer options than the network takes, and is open for as long "
         "as it allows."),
      N_("Shorten it, or write another one for that network under `overrides:`."),
      "poll: {options: [Centeno]}", "poll: {options: [Centeno, Espelta], for: 1d}" },
    { "quiet-hours",
      N_("Nothing goes out in the quiet hours of `calendar/calendar.yml`, in the account's own "
         "time zone, but what is `urgent`."),
      N_("Choose a time outside of them."), "date: 2026-11-24 23:30", "date: 2026-11-25 08:00" },
    { "reference",
      N_("What a post names exists: accounts, groups, campaigns, people, other posts."),
      N_("The message proposes the nearest name."), "accounts: [blogg]", "accounts: [blog]" },
    { "renamed", N_("A post that was sent keeps its id when its file moves."),
      N_("Add the `id:` that the message shows; else it would go out again."),
      "git mv otono.md noviembre.md", "id: 2026/11/otono" },
    { "secret", N_("No token, password or key stands in a file."),
      N_("Take it out and make a new one: git keeps the old for ever."),
      "secret: abcd-efgh-ijkl-mnop", "secret: PREGON_BLUESKY" },
    { "stray-file", N_("Something reads every file in `content/`."),
      N_("Give it the right name, name it in a post, or take it out."), "content/posts/otono.txt",
      "content/posts/otono.md" },
    { "text-length", N_("Each part fits, counted as the network counts."),
      N_("Shorten it, split it with `---`, or write a variant for that network."),
      "Vuelve la hogaza de calabaza, y vuelven … (412)",
      "Vuelve la hogaza de calabaza.\n\n---\n\nY vuelven …" },
    { "trademark",
      N_("Names under `trademarks` in `brand/brand.yml` are written as they stand there."),
      N_("Copy the name."), "El horno de Ana", "El Horno de Ana" },
    { "unknown-key", N_("Something reads every key."),
      N_("The message proposes the nearest one. A key of your own begins with `x-`."),
      "titel: Otoño", "title: Otoño" },
    { "urgent",
      N_("Only who has a role of `urgent.roles` in `calendar/calendar.yml` may call a post "
         "urgent."),
      N_("Name such a person as `owner`, or ask for the approval with `requires`."),
      "urgent: the oven is on fire", "urgent: the oven is on fire\nrequires: [manager]" },
    { "value", N_("A value is of the kind that its key asks for."), N_("The message shows one."),
      "draft: sí", "draft: true" },
    { "variant", N_("A variant belongs to a post, and is for accounts that exist."),
      N_("Look at the word between the dots."), "otono.blusky.md", "otono.bluesky.md" },
    { "voice-config",
      N_("`voice` in `brand/brand.yml`, or a `.vale.ini`, names styles and vocabularies that are "
         "there."),
      N_("Look at the name; put the style's folder into `brand/voice/`."),
      "voice: {styles: [Orno]}", "voice: {styles: [Horno]}" },
    { "voice-exception", N_("An exception to a rule of the brand's voice holds, and is needed."),
      N_("Take it out of `brand/voice/exceptions.yml`, or give it a later end."),
      "- {rule: Horno.Prisas, why: Rebajas, until: 2025-01-31}",
      "- {rule: Horno.Prisas, why: Rebajas, until: 2027-01-31}" },
    { "voice-rule", N_("A rule of the brand's voice can be read, and its pattern ends in time."),
      N_("Mend the rule's file at the line that the message names; a pattern that is given up "
         "needs fewer nested repetitions."),
      "extends: existence\ntokens: [barato",
      "extends: existence\nmessage: \"«%s» no se dice.\"\ntokens: [barato]" },
    { "yaml", N_("Keys and values are written as YAML."),
      N_("Mostly: quote the value. `--fix` does it where that is sure."), "title: Otoño: vuelve",
      "title: \"Otoño: vuelve\"" },
};

const struct rule *rules_all(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

const struct rule *rules_find(const char *id)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].id, id) == 0)
            return &table[i];
    }
    return NULL;
}
