/* Media facts: PNG, JPEG, GIF, WebP and MP4, each by the few bytes of its header that matter. */
#include "content/media_facts.h"

#include <stdbool.h>
#include <string.h>

/* A reader that never leaves its bytes. */
struct bytes {
    const unsigned char *at;
    size_t count;
};

static uint32_t u16_big(const unsigned char *at) { return (uint32_t)at[0] << 8 | at[1]; }

static uint32_t u32_big(const unsigned char *at) { return u16_big(at) << 16 | u16_big(at + 2); }

static uint64_t u64_big(const unsigned char *at)
{
    return (uint64_t)u32_big(at) << 32 | u32_big(at + 4);
}

static uint32_t u16_little(const unsigned char *at) { return (uint32_t)at[1] << 8 | at[0]; }

static uint32_t u24_little(const unsigned char *at)
{
    return u16_little(at) | (uint32_t)at[2] << 16;
}

static uint32_t u32_little(const unsigned char *at)
{
    return u16_little(at) | u16_little(at + 2) << 16;
}

static struct bytes skip(struct bytes bytes, size_t count)
{
    if (count > bytes.count)
        count = bytes.count;
    return (struct bytes){ bytes.at + count, bytes.count - count };
}

static struct bytes first(struct bytes bytes, uint64_t count)
{
    return (struct bytes){ bytes.at, count < bytes.count ? (size_t)count : bytes.count };
}

static bool starts_with(struct bytes bytes, size_t offset, const char *text, size_t count)
{
    return bytes.count >= offset + count && memcmp(bytes.at + offset, text, count) == 0;
}

/* --- PNG, GIF --- */

static void read_png(struct media_facts *out, struct bytes file)
{
    out->kind = MEDIA_PNG;
    out->mime = "image/png";
    if (file.count < 24 || !starts_with(file, 12, "IHDR", 4))
        return;
    out->width = u32_big(file.at + 16);
    out->height = u32_big(file.at + 20);
}

static void read_gif(struct media_facts *out, struct bytes file)
{
    out->kind = MEDIA_GIF;
    out->mime = "image/gif";
    if (file.count < 10)
        return;
    out->width = u16_little(file.at + 6);
    out->height = u16_little(file.at + 8);
}

/* --- JPEG --- */

enum { TAG_ORIENTATION = 0x0112, MAX_SEGMENTS = 1000, MAX_TIFF_ENTRIES = 200 };

/* The orientation in the first directory of a TIFF block; 1 where there is none. */
static uint32_t read_orientation(struct bytes tiff)
{
    if (tiff.count < 8)
        return 1;
    bool is_big = tiff.at[0] == 'M';
    uint32_t offset = is_big ? u32_big(tiff.at + 4) : u32_little(tiff.at + 4);
    struct bytes directory = skip(tiff, offset);
    if (directory.count < 2)
        return 1;
    uint32_t entries = is_big ? u16_big(directory.at) : u16_little(directory.at);
    for (uint32_t i = 0; i < entries && i < MAX_TIFF_ENTRIES; i++) {
        struct bytes entry = skip(directory, 2 + (size_t)12 * i);
        if (entry.count < 12)
            return 1;
        uint32_t tag = is_big ? u16_big(entry.at) : u16_little(entry.at);
        if (tag == TAG_ORIENTATION)
            return is_big ? u16_big(entry.at + 8) : u16_little(entry.at + 8);
    }
    return 1;
}

/* SOF0 to SOF15, without DHT, JPG and DAC, which share the range. */
static bool is_frame(unsigned char marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static void read_jpeg(struct media_facts *out, struct bytes file)
{
    uint32_t orientation = 1;
    out->kind = MEDIA_JPEG;
    out->mime = "image/jpeg";
    file = skip(file, 2);
    for (int i = 0; i < MAX_SEGMENTS && file.count >= 4 && file.at[0] == 0xFF; i++) {
        unsigned char marker = file.at[1];
        if (marker == 0xFF) { /* fill bytes */
            file = skip(file, 1);
            continue;
        }
        size_t segment_bytes = u16_big(file.at + 2);
        if (segment_bytes < 2 || marker == 0xD9 || marker == 0xDA)
            return;
        struct bytes segment = first(skip(file, 4), segment_bytes - 2);
        if (marker == 0xE1 && starts_with(segment, 0, "Exif\0\0", 6))
            orientation = read_orientation(skip(segment, 6));
        if (is_frame(marker) && segment.count >= 5) {
            bool is_turned = orientation >= 5 && orientation <= 8;
            uint32_t height = u16_big(segment.at + 1);
            uint32_t width = u16_big(segment.at + 3);
            out->width = is_turned ? height : width;
            out->height = is_turned ? width : height;
            return;
        }
        file = skip(file, 2 + segment_bytes);
    }
}

/* --- WebP --- */

static void read_webp(struct media_facts *out, struct bytes file)
{
    out->kind = MEDIA_WEBP;
    out->mime = "image/webp";
    if (file.count < 30)
        return;
    const unsigned char *chunk = file.at + 20;
    if (starts_with(file, 12, "VP8X", 4)) {
        out->width = 1 + u24_little(chunk + 4);
        out->height = 1 + u24_little(chunk + 7);
    } else if (starts_with(file, 12, "VP8L", 4) && chunk[0] == 0x2F) {
        uint32_t bits = u32_little(chunk + 1);
        out->width = 1 + (bits & 0x3FFF);
        out->height = 1 + (bits >> 14 & 0x3FFF);
    } else if (starts_with(file, 12, "VP8 ", 4) && starts_with(file, 23, "\x9D\x01\x2A", 3)) {
        out->width = u16_little(chunk + 6) & 0x3FFF;
        out->height = u16_little(chunk + 8) & 0x3FFF;
    }
}

/* --- MP4 --- */

enum { MAX_BOXES = 1000 };

/* The content of the first box `name` in `in`; empty where there is none. */
static struct bytes find_box(struct bytes in, const char *name)
{
    for (int i = 0; i < MAX_BOXES && in.count >= 8; i++) {
        uint64_t box_bytes = u32_big(in.at);
        size_t header_bytes = 8;
        if (box_bytes == 1 && in.count >= 16) {
            box_bytes = u64_big(in.at + 8);
            header_bytes = 16;
        } else if (box_bytes == 0) {
            box_bytes = in.count; /* to the end of the file */
        }
        if (box_bytes < header_bytes)
            break;
        if (starts_with(in, 4, name, 4))
            return first(skip(in, header_bytes), box_bytes - header_bytes);
        if (box_bytes >= in.count)
            break;
        in = skip(in, (size_t)box_bytes);
    }
    return (struct bytes){ NULL, 0 };
}

static struct bytes behind_box(struct bytes in, struct bytes box)
{
    return box.at ? skip(in, (size_t)(box.at + box.count - in.at)) : (struct bytes){ NULL, 0 };
}

static void read_duration(struct media_facts *out, struct bytes movie)
{
    struct bytes header = find_box(movie, "mvhd");
    uint64_t scale = 0;
    uint64_t duration = 0;
    if (header.count >= 32 && header.at[0] == 1) {
        scale = u32_big(header.at + 20);
        duration = u64_big(header.at + 24);
    } else if (header.count >= 20) {
        scale = u32_big(header.at + 12);
        duration = u32_big(header.at + 16);
    }
    if (scale && duration <= INT64_MAX / 1000)
        out->duration_ms = (int64_t)(duration * 1000 / scale);
}

/* The first track that has a picture. Sizes are 16.16 fixed point. */
static void read_tracks(struct media_facts *out, struct bytes movie)
{
    struct bytes rest = movie;
    for (int i = 0; i < MAX_BOXES; i++) {
        struct bytes track = find_box(rest, "trak");
        if (!track.at)
            return;
        struct bytes header = find_box(track, "tkhd");
        size_t sizes = header.count && header.at[0] == 1 ? 88 : 76;
        if (header.count >= sizes + 8) {
            out->width = u32_big(header.at + sizes) >> 16;
            out->height = u32_big(header.at + sizes + 4) >> 16;
            if (out->width && out->height)
                return;
        }
        rest = behind_box(rest, track);
    }
}

static void read_mp4(struct media_facts *out, struct bytes file)
{
    bool is_quicktime = starts_with(file, 8, "qt  ", 4);
    out->kind = is_quicktime ? MEDIA_OTHER : MEDIA_MP4;
    out->mime = is_quicktime ? "video/quicktime" : "video/mp4";
    struct bytes movie = find_box(file, "moov");
    read_duration(out, movie);
    read_tracks(out, movie);
}

/* Types that are recognised so that the message can name them. */
static bool read_other(struct media_facts *out, struct bytes file)
{
    static const struct {
        size_t offset;
        const char *magic;
        size_t bytes;
        const char *mime;
    } others[] = {
        { 4, "ftypheic", 8, "image/heic" }, { 4, "ftypheix", 8, "image/heic" },
        { 4, "ftypmif1", 8, "image/heif" }, { 4, "ftypavif", 8, "image/avif" },
        { 0, "II*\0", 4, "image/tiff" },    { 0, "MM\0*", 4, "image/tiff" },
        { 0, "BM", 2, "image/bmp" },        { 0, "%PDF", 4, "application/pdf" },
        { 0, "<svg", 4, "image/svg+xml" },  { 0, "\x1A\x45\xDF\xA3", 4, "video/webm" },
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (starts_with(file, others[i].offset, others[i].magic, others[i].bytes)) {
            out->kind = MEDIA_OTHER;
            out->mime = others[i].mime;
            return true;
        }
    }
    return false;
}

void media_facts_read(struct media_facts *out, const void *head, size_t bytes)
{
    struct bytes file = { head, bytes };
    *out = (struct media_facts){ .kind = MEDIA_UNKNOWN };
    if (starts_with(file, 0, "\x89PNG\r\n\x1A\n", 8))
        read_png(out, file);
    else if (starts_with(file, 0, "\xFF\xD8\xFF", 3))
        read_jpeg(out, file);
    else if (starts_with(file, 0, "GIF87a", 6) || starts_with(file, 0, "GIF89a", 6))
        read_gif(out, file);
    else if (starts_with(file, 0, "RIFF", 4) && starts_with(file, 8, "WEBP", 4))
        read_webp(out, file);
    else if (!read_other(out, file) && starts_with(file, 4, "ftyp", 4))
        read_mp4(out, file);
}
