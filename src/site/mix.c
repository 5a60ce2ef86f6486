/* The mix of pillars and formats against its targets, as bars. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/date_words.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "model/calendar.h"
#include "model/mix_report.h"
#include "model/workspace.h"
#include "site/page.h"

enum { WIDTH = 200, HEIGHT = 34 };

static int share_of(const struct mix_part *part)
{
    return part->total ? (int)(part->posts * 100 / part->total) : 0;
}

static const char *words_of(struct page *page, const struct mix_part *part)
{
    if (!part->total)
        return "–";
    return arena_printf(page->arena, _("%zu of %zu, %d%%"), part->posts, part->total,
                        share_of(part));
}

static const char *target_of(struct page *page, const struct share *share)
{
    if (share->min > 0 && share->max >= 0)
        return arena_printf(page->arena, _("from %d%% to %d%%"), share->min, share->max);
    if (share->max >= 0)
        return arena_printf(page->arena, _("at most %d%%"), share->max);
    return share->min > 0 ? arena_printf(page->arena, _("at least %d%%"), share->min) : "–";
}

static void put_bar(struct page *page, const char *class, int y, int percent)
{
    html_put(&page->out, "<rect class=\"%h\" x=\"0\" y=\"%h\" width=\"%h\" height=\"12\"/>", class,
             arena_printf(page->arena, "%d", y),
             arena_printf(page->arena, "%d", percent * WIDTH / 100));
}

/* The target as a band, what is now over what is to come. The figures stand beside it. */
static void put_chart(struct page *page, const struct mix_row *row)
{
    const struct share *share = row->share;
    int from = share->min > 0 ? share->min : 0;
    int until = share->max >= 0 ? share->max : 100;
    html_put(&page->out,
             "<svg class=\"bars\" viewBox=\"0 0 %h %h\" aria-hidden=\"true\" focusable=\"false\">"
             "<rect class=\"band\" x=\"%h\" y=\"0\" width=\"%h\" height=\"%h\"/>",
             arena_printf(page->arena, "%d", WIDTH), arena_printf(page->arena, "%d", HEIGHT),
             arena_printf(page->arena, "%d", from * WIDTH / 100),
             arena_printf(page->arena, "%d", (until - from) * WIDTH / 100),
             arena_printf(page->arena, "%d", HEIGHT));
    put_bar(page, "now", 3, share_of(&row->now));
    put_bar(page, "ahead", 19, share_of(&row->ahead));
    text_puts(&page->out, "</svg>");
}

/* A format in the reader's words; a pillar has the name that the brand gave it. */
static const char *name_of(const struct mix_row *row)
{
    static const char *const formats[][2] = {
        { "text", N_("text alone") },
        { "image", N_("one picture") },
        { "carousel", N_("several pictures") },
        { "video", N_("video") },
        { "link", N_("link") },
        { "thread", N_("thread") },
        { "poll", N_("poll") },
    };
    for (size_t i = 0; row->kind == MIX_FORMATS && i < sizeof formats / sizeof *formats; i++)
        if (text_equal(row->share->name, formats[i][0]))
            return _(formats[i][1]);
    return row->share->name;
}

static void put_row(struct page *page, const struct mix_row *row)
{
    const char *kinds[MIX_KIND_COUNT] = {
        [MIX_PILLARS] = _("Pillar"), [MIX_FORMATS] = _("Format"), [MIX_PROMOTIONAL] = _("Pillars")
    };
    html_put(&page->out, "<tr class=\"%h\"><th scope=\"row\">%t <small>%t</small></th><td>",
             row->verdict == MIX_WITHIN ? "within" : "amiss", name_of(row), kinds[row->kind]);
    put_chart(page, row);
    html_put(&page->out,
             "</td><td data-name=\"%t\">%t</td><td data-name=\"%t\">%t</td>"
             "<td data-name=\"%t\">%t%h%t</td></tr>\n",
             _("Now"), words_of(page, &row->now), _("To come"), words_of(page, &row->ahead),
             _("Target"), target_of(page, row->share), row->verdict == MIX_WITHIN ? "" : " · ",
             row->verdict == MIX_ABOVE   ? _("too much")
             : row->verdict == MIX_BELOW ? _("too little")
                                         : "");
}

/* What each shape of the charts is, by its place and not by its colour alone. */
static void put_legend(struct page *page)
{
    const struct {
        const char *class, *words;
    } keys[] = {
        { "now", _("upper bar: now") },
        { "ahead", _("lower bar: with what is to come") },
        { "band", _("framed field: the target") },
    };
    text_puts(&page->out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        html_put(&page->out,
                 "<li><svg class=\"bars\" viewBox=\"-1 -1 26 14\" aria-hidden=\"true\" "
                 "focusable=\"false\"><rect class=\"%h\" x=\"0\" y=\"0\" width=\"24\" "
                 "height=\"12\"/></svg> %t</li>\n",
                 keys[i].class, keys[i].words);
    text_puts(&page->out, "</ul>\n");
}

static void put_section(struct page *page, const struct mix_section *section)
{
    const struct calendar *calendar = &page->site->workspace->calendar;
    html_put(&page->out, "<section><h2>%t</h2>\n<p>%t</p>\n",
             section->mix->target ? section->mix->target : _("All accounts"),
             arena_printf(page->arena, _("Counted over %s: now, and up to %s."),
                          date_words_span(page->arena, calendar->mix_window_s),
                          date_words(page->arena, calendar->zone, section->until_utc)));
    html_put(&page->out,
             "<table class=\"list mix\">\n<caption class=\"hidden\">%t</caption>\n<thead><tr>"
             "<th scope=\"col\">%t</th><th scope=\"col\">%t</th><th scope=\"col\">%t</th>"
             "<th scope=\"col\">%t</th><th scope=\"col\">%t</th></tr></thead>\n<tbody>\n",
             _("Mix"), _("Share"), _("Chart"), _("Now"), _("To come"), _("Target"));
    for (size_t i = 0; i < section->row_count; i++)
        put_row(page, &section->rows[i]);
    text_puts(&page->out, "</tbody></table></section>\n");
}

static void draw(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct site *site = page->site;
    bool has_any = false;
    page_begin(page, _("Mix"), "mix.html");
    for (size_t i = 0; site->mix && i < site->mix->section_count; i++) {
        if (!site->mix->sections[i].row_count)
            continue;
        if (!has_any)
            put_legend(page);
        has_any = true;
        put_section(page, &site->mix->sections[i]);
    }
    if (!has_any) {
        text_puts(&page->out, "<p>");
        page_put_sentence(page,
                          _("calendar/calendar.yml has no shares under `mix`: nothing to count"));
        text_puts(&page->out, "</p>\n");
    }
    page_end(page);
}

void site_mix(struct site *site)
{
    const struct site_file file = { .path = "mix.html", .draw = draw };
    site_add(site, &file);
}
