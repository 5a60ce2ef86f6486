/* The blog's words. */
#include "networks/blog_words.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "lib/moment.h"

static const struct blog_words table[] = {
    { .language = "en",
      .skip = "Skip to the content",
      .posts = "Posts",
      .older = "Older posts",
      .newer = "Newer posts",
      .page = "Page",
      .previous = "Before this",
      .following = "After this",
      .subscribe = "Follow in a feed reader:",
      .nothing_yet = "Nothing here yet. Come back soon.",
      .home = "To the front page",
      .missing_title = "This page is not here",
      .missing_text = "It may have moved, or the address may have a typing mistake.",
      .months = { "January", "February", "March", "April", "May", "June", "July", "August",
                  "September", "October", "November", "December" },
      .date = "%d %s %d" },
    { .language = "es",
      .skip = "Saltar al contenido",
      .posts = "Entradas",
      .older = "Entradas anteriores",
      .newer = "Entradas más recientes",
      .page = "Página",
      .previous = "Antes",
      .following = "Después",
      .subscribe = "Síguelo en tu lector de noticias:",
      .nothing_yet = "Aún no hay nada. Vuelve pronto.",
      .home = "Ir a la portada",
      .missing_title = "Esta página no está",
      .missing_text = "Quizá se haya mudado, o la dirección tenga una errata.",
      .months = { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                  "septiembre", "octubre", "noviembre", "diciembre" },
      .date = "%d de %s de %d" },
};

const struct blog_words *blog_words_find(const char *language)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t bytes = strlen(table[i].language);
        if (strncasecmp(language, table[i].language, bytes) == 0 &&
            (!language[bytes] || language[bytes] == '-'))
            return &table[i];
    }
    return &table[0];
}

const char *blog_words_date(struct arena *arena, const struct blog_words *words, int64_t utc,
                            int32_t offset_s)
{
    struct local_time local = moment_local(utc + offset_s);
    const char *month = words->months[local.month - 1];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return arena_printf(arena, words->date, local.day, month, local.year);
#pragma GCC diagnostic pop
}
