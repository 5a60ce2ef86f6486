/* generate-posts DIR N: a workspace of N posts in DIR, for `make bench`.
 *
 * A chain of ten bakeries, each with a blog and a Mastodon account, posts twice a day from
 * 2030-01-01 on: far enough ahead that no post is late, and never two at once on one account. Half
 * of the posts are Spanish and half English, with emoji, combining marks, links, lists, bold, tags,
 * and a thread now and then; about 1,100 bytes each. The same N gives the same bytes, and the
 * checks that need no tone rules find nothing in them. */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHOPS = 10, POSTS_A_DAY = 2 * SHOPS, PAGE_BYTES = 8192 };

/* Mastodon's 500 less the tags, the link and some air; bytes are never fewer than characters. */
enum { PART_BYTES = 390, BLOG_BYTES = 1250 };

static const char *const shops[SHOPS] = { "centro",   "ensanche", "mercado", "puerto", "estacion",
                                          "olivares", "ribera",   "molinos", "huerta", "catedral" };

struct language {
    const char *code;
    const char *titles[8];
    const char *things[8];     /* replace {} */
    const char *sentences[24]; /* one line each, CommonMark */
    const char *items[8];
    const char *tags[8];
};

static const struct language languages[2] = {
    {
        .code = "es",
        .titles = { "Hoy sale del horno {}", "La mañana empieza con {}", "Por qué cuidamos tanto {}",
                    "Vuelve {}", "Una hora con quien hace {}", "Sábado con {}",
                    "Lo que preguntáis sobre {}", "Así nace {}" },
        .things = { "la hogaza de calabaza", "el pan de centeno", "la ensaimada", "el roscón",
                    "la coca de verduras", "el pan de masa madre", "la empanada de bonito",
                    "el bizcocho de naranja" },
        .sentences = {
            "Hoy encendimos el horno a las cuatro y media, y a las siete {} ya se olía en toda la calle.",
            "La harina llega del molino de Tomás, a doce kilómetros de aquí, y se nota en la corteza.",
            "Si pasas antes de las diez, **{} todavía está templado**.",
            "Marta lleva once años en el obrador y dice que el secreto es no tener prisa 👩‍🍳.",
            "Guardamos una pieza para quien no llega a tiempo: basta con llamar la víspera.",
            "¿Lo prefieres con *miga prieta* o con agujeros grandes?",
            "En casa dura cuatro días envuelto en un paño, y al quinto se convierte en tostadas ☕.",
            "Contamos el resto [en nuestro cuaderno de recetas](https://horno.example/recetas/cuaderno).",
            "La abuela Pilar lo llamaba «pan de cafe\u0301 con leche», y así se ha quedado.",
            "No lleva más que agua, sal, harina y el tiempo que necesita 🌾.",
            "Los niños de la escuela vinieron ayer a probar {}; no quedó ni una miga 🎒.",
            "Este mes donamos al comedor del barrio una de cada diez piezas.",
            "La espiga, la pin\u0303a y el limón vienen de la huerta de Luisa 🍋.",
            "Pregunta en el mostrador por {} y te contamos qué cambia este año.",
            "Abrimos también el domingo, de ocho a dos.",
            "Quien trae su bolsa de tela se lleva una galleta 🍪.",
            "El termómetro marca 230 grados y la pala es la misma desde 1987 🔥.",
            "Nos gusta más repartir que vender: por eso {} sale en dos tamaños.",
            "Hay sitio para seis personas en el taller del jueves 🥖.",
            "Mañana lloverá, dicen; aquí dentro se está bien 🌧️.",
            "Todo lo demás está en <https://horno.example/tiendas/horarios-y-mapas>.",
            "Gracias a quienes votasteis: ganó {} por once votos.",
            "La masa reposa dieciocho horas y nosotros, por fin, cinco.",
            "Si eres celíaco, escríbenos antes: horneamos aparte los martes 💛.",
        },
        .items = { "Masa madre de trigo, refrescada dos veces", "Sal de las salinas de Imón",
                   "Media hora de amasado a mano", "Un paño limpio y paciencia",
                   "Aceite de la cooperativa", "Horno de leña de encina", "Nueces de la sierra",
                   "Piel de dos naranjas" },
        .tags = { "PanDeMasaMadre", "ElHornoDeAna", "HechoAMano", "Desayuno", "Barrio", "Obrador",
                  "PanArtesano", "RecetasDeCasa" },
    },
    {
        .code = "en",
        .titles = { "Fresh this morning, {}", "The day starts with {}", "Why we fuss over {}",
                    "Back again, {}", "An hour with the people behind {}", "A Saturday with {}",
                    "What you ask us about {}", "The making of {}" },
        .things = { "the pumpkin loaf", "the rye bread", "the ensaimada", "the Epiphany ring",
                    "the vegetable flatbread", "the sourdough", "the tuna pie", "the orange cake" },
        .sentences = {
            "We lit the oven at half past four, and by seven the whole street smelled of {}.",
            "The flour comes from Tomás and his mill, twelve kilometres away, and the crust tells you so.",
            "Come before ten and **{} is still warm**.",
            "Marta has baked with us for eleven years and says the secret is not to hurry 👩‍🍳.",
            "We keep one aside for whoever cannot make it in time: a call the day before is enough.",
            "Do you like a *tight crumb*, or the one with large holes?",
            "It keeps for four days in a cloth, and on the fifth it turns into toast ☕.",
            "The rest of the story is [in our recipe notebook](https://horno.example/en/recipes/notebook).",
            "Grandmother Pilar called it the cafe\u0301 loaf, and the name stayed.",
            "There is nothing in it but water, salt, flour and the time it takes 🌾.",
            "The school came yesterday to shape {}; not a crumb was left 🎒.",
            "This month one piece in ten goes to the kitchen round the corner.",
            "The wheat, the pin\u0303a and the lemons come from Luisa and her garden 🍋.",
            "Ask at the counter about {} and we will tell you what is new this year.",
            "We are open on Sundays too, from eight to two.",
            "Bring your own cloth bag and there is a biscuit in it for you 🍪.",
            "The gauge says 230 degrees and the peel has been the same since 1987 🔥.",
            "We like sharing more than selling, so {} comes in two sizes.",
            "There is room for six at the workshop on Thursday 🥖.",
            "Rain tomorrow, they say; it is warm in here 🌧️.",
            "All the rest is at <https://horno.example/en/shops/hours-and-maps>.",
            "Thank you for your votes: {} won by eleven.",
            "The dough rests for eighteen hours and we, at last, for five.",
            "If gluten is a problem, write to us first: we bake apart on Tuesdays 💛.",
        },
        .items = { "Wheat sourdough, fed twice", "Salt from the pans of Imón",
                   "Half an hour of kneading by hand", "A clean cloth and patience",
                   "Oil from the cooperative", "An oven fired with oak", "Walnuts from the hills",
                   "The peel of two oranges" },
        .tags = { "Sourdough", "ElHornoDeAna", "HandMade", "Breakfast", "Neighbours", "RealBread",
                  "BakeryLife", "FromOurKitchen" },
    },
};

struct page {
    char text[PAGE_BYTES];
    size_t bytes;
};

static void stop(const char *what, const char *path)
{
    fprintf(stderr, "generate-posts: %s '%s': %s\n", what, path, strerror(errno));
    exit(4);
}

__attribute__((format(printf, 2, 3))) static void add(struct page *page, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int bytes =
        vsnprintf(page->text + page->bytes, sizeof page->text - page->bytes, format, values);
    va_end(values);
    if (bytes < 0 || (size_t)bytes >= sizeof page->text - page->bytes) {
        fprintf(stderr, "generate-posts: a page is larger than %d bytes\n", PAGE_BYTES);
        exit(4);
    }
    page->bytes += (size_t)bytes;
}

/* Adds a template with every {} replaced. */
static void add_filled(struct page *page, const char *template, const char *thing)
{
    const char *slot;
    while ((slot = strstr(template, "{}"))) {
        add(page, "%.*s%s", (int)(slot - template), template, thing);
        template = slot + 2;
    }
    add(page, "%s", template);
}

/* xorshift64*: each post has a stream of its own, so that its text does not depend on N. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}

static size_t pick(uint64_t *state, size_t count)
{
    return (size_t)((next_random(state) >> 33) % count);
}

struct date {
    int year, month, day;
};

static struct date date_of(int days_since_2030)
{
    static const int month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    struct date date = { 2030, 1, days_since_2030 + 1 };
    for (;;) {
        int is_leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
        int days = month_days[date.month - 1] + (date.month == 2 && is_leap);
        if (date.day <= days)
            return date;
        date.day -= days;
        if (++date.month > 12) {
            date.month = 1;
            date.year++;
        }
    }
}

static const char *season_of(int month)
{
    static const char *const seasons[4] = { "invierno", "primavera", "verano", "otono" };
    return seasons[(month - 1) / 3];
}

static void add_list(struct page *page, const struct language *language, uint64_t *random)
{
    size_t first = pick(random, 8);
    for (size_t i = 0; i < 3; i++)
        add(page, "%s- %s", i ? "\n" : "", language->items[(first + i) % 8]);
}

/* Adds paragraphs until the next could pass `max_bytes`. */
static void add_part(struct page *page, const struct language *language, const char *thing,
                     size_t max_bytes, uint64_t *random)
{
    size_t start = page->bytes;
    size_t at = pick(random, 24);
    int has_list = 0;
    for (;;) {
        struct page paragraph;
        paragraph.bytes = 0;
        if (!has_list && page->bytes > start && pick(random, 6) == 0) {
            add_list(&paragraph, language, random);
            has_list = 1;
        } else {
            add_filled(&paragraph, language->sentences[at % 24], thing);
            if (pick(random, 2) == 0) {
                add(&paragraph, " ");
                add_filled(&paragraph, language->sentences[(at += 5) % 24], thing);
            }
            at += 5; /* 5 and 24 share no factor: no sentence comes twice */
        }
        if (page->bytes - start + paragraph.bytes + 2 > max_bytes)
            return;
        add(page, "%s%s", page->bytes > start ? "\n\n" : "", paragraph.text);
    }
}

static void add_front_matter(struct page *page, int number, struct date date, int is_blog_only,
                             const struct language *language, const char *thing, uint64_t *random)
{
    static const char *const pillars[8] = { "producto", "comunidad", "oficio",   "producto",
                                            "oficio",   "comunidad", "producto", "comunidad" };
    static const char *const audiences[3] = { "vecinos", "familias", "oficinas" };
    int shop = number % SHOPS, is_evening = number / SHOPS % 2;
    size_t tag = pick(random, 8);
    add(page, "---\ntitle: ");
    add_filled(page, language->titles[pick(random, 8)], thing);
    add(page, "\ndate: %04d-%02d-%02d %02d:%02d\n", date.year, date.month, date.day,
        is_evening ? 18 : 9, 5 * shop);
    if (is_blog_only)
        add(page, "accounts: [%s-blog]\n", shops[shop]);
    else
        add(page, "accounts: [%s-social, %s-blog]\n", shops[shop], shops[shop]);
    add(page, "campaign: %s-%d\npillar: %s\naudience: %s\nlanguage: %s\n", season_of(date.month),
        date.year, pillars[pick(random, 8)], audiences[pick(random, 3)], language->code);
    add(page, "tags: [%s, %s]\n", language->tags[tag], language->tags[(tag + 3) % 8]);
    if (pick(random, 3) == 0)
        add(page, "link: https://horno.example/%s/%04d/%02d/%02d\n", shops[shop], date.year,
            date.month, date.day);
    add(page, "---\n");
}

static void add_post(struct page *page, int number, struct date date)
{
    uint64_t random = UINT64_C(0x9E3779B97F4A7C15) * ((uint64_t)number + 1);
    const struct language *language = &languages[(number / SHOPS + number) % 2];
    const char *thing = language->things[pick(&random, 8)];
    size_t kind = pick(&random, 20);
    int is_blog_only = kind < 8;
    size_t parts = kind < 13 ? 1 : 2 + kind % 2;
    add_front_matter(page, number, date, is_blog_only, language, thing, &random);
    for (size_t part = 0; part < parts; part++) {
        add(page, "%s", part > 0 ? "\n\n---\n\n" : "");
        add_part(page, language, thing, is_blog_only ? BLOG_BYTES : PART_BYTES, &random);
    }
    add(page, "\n");
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        stop("cannot make the folder", path);
}

/* Writes the page to a file and empties it. */
static void write_page(struct page *page, const char *path)
{
    FILE *out = fopen(path, "we");
    if (!out)
        stop("cannot write", path);
    if (fwrite(page->text, 1, page->bytes, out) != page->bytes || fclose(out) != 0)
        stop("cannot write", path);
    page->bytes = 0;
}

static void write_brand(struct page *page)
{
    add(page, "name: El Horno de Ana\nlanguages: [es, en]\n");
    write_page(page, "brand/brand.yml");

    add(page,
        "vecinos: {title: Vecinos}\nfamilias: {title: Familias}\noficinas: {title: Oficinas}\n");
    write_page(page, "brand/audiences.yml");

    add(page, "accounts:\n");
    for (int shop = 0; shop < SHOPS; shop++) {
        add(page, "  %s-social:\n    network: mastodon\n", shops[shop]);
        add(page, "    service: https://mastodon.social\n    secret: PREGON_MASTODON_%d\n",
            shop + 1);
        add(page, "  %s-blog:\n    network: blog\n    title: El Horno de Ana, %s\n", shops[shop],
            shops[shop]);
        add(page, "    url: https://horno.example/%s/\n", shops[shop]);
    }
    write_page(page, "brand/accounts.yml");
}

static void write_calendar(struct page *page, int last_year)
{
    add(page, "timezone: Europe/Madrid\nmax-late: 24h\nquiet-hours: [\"22:00-08:00\"]\n"
              "limits:\n  default: {per-day: 4, gap: 90m}\n"
              "mix:\n  window: 28d\n  pillars: {producto: {max: 60%%}, comunidad: {min: 10%%}, "
              "oficio: {min: 10%%}}\n");
    write_page(page, "calendar/calendar.yml");

    for (int year = 2030; year <= last_year; year++) {
        for (int month = 1; month <= 12; month += 3) {
            static const char last_day[4][6] = { "03-31", "06-30", "09-30", "12-31" };
            char name[64];
            snprintf(name, sizeof name, "calendar/campaigns/%s-%d.md", season_of(month), year);
            add(page, "---\ntitle: Campaña %s %d\nfrom: %d-%02d-01\nuntil: %d-%s\n",
                season_of(month), year, year, month, year, last_day[month / 3]);
            add(page, "objective: engagement\n---\nQue cada barrio sepa qué sale del horno.\n");
            write_page(page, name);
        }
    }
}

static void write_posts(struct page *page, int count)
{
    struct date before = { 0, 0, 0 };
    for (int number = 0; number < count; number++) {
        struct date date = date_of(number / POSTS_A_DAY);
        char name[128];
        if (date.year != before.year) {
            snprintf(name, sizeof name, "content/posts/%d", date.year);
            make_folder(name);
        }
        if (date.year != before.year || date.month != before.month) {
            snprintf(name, sizeof name, "content/posts/%d/%02d", date.year, date.month);
            make_folder(name);
        }
        before = date;
        add_post(page, number, date);
        snprintf(name, sizeof name, "content/posts/%d/%02d/%02d-%s-%d.md", date.year, date.month,
                 date.day, shops[number % SHOPS], number / SHOPS % 2 + 1);
        write_page(page, name);
    }
}

int main(int count, char **words)
{
    static const char *const folders[] = { "brand", "calendar", "calendar/campaigns", "content",
                                           "content/posts" };
    static struct page page;
    char *end = NULL;
    long posts = count == 3 ? strtol(words[2], &end, 10) : 0;
    if (count != 3 || *end != '\0' || posts < 1 || posts > 1000000) {
        fputs("usage: generate-posts DIR N     (N from 1 to 1000000)\n", stderr);
        return 2;
    }
    make_folder(words[1]);
    if (chdir(words[1]) != 0)
        stop("cannot enter", words[1]);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        make_folder(folders[i]);
    write_brand(&page);
    write_calendar(&page, date_of(((int)posts - 1) / POSTS_A_DAY).year);
    write_posts(&page, (int)posts);
    return 0;
}
