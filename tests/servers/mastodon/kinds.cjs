// What tells the servers apart that speak Mastodon's API. Sources: their own code and manuals, as
// read from 2024-03 (Pixelfed) to 2026-09 (Mastodon).
'use strict';

const { mastodonLength, plainLength } = require('./count.cjs');

const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const LIMITS = {
    max_characters: 500,
    max_media_attachments: 4,
    characters_reserved_per_url: 23,
    description_limit: 1500,
    image_size_limit: 16777216,
    image_matrix_limit: 33177600,
    supported_mime_types: IMAGES,
};

let serial = 0;
const number = () => String(115600000000000000n + BigInt(++serial) * 65537n);
const ulid = () => '01K' + (++serial).toString(32).toUpperCase().replace(/[ILOU]/g, 'Z').padStart(23, '0');
const flake = () => 'AzR' + (++serial).toString(36).padStart(15, '0');

const kinds = {
    mastodon: {
        version: '4.5.0',
        limits: LIMITS,
        visibilities: ['public', 'unlisted', 'private', 'direct'],
        idempotency: 'honour',
        length: mastodonLength,
        id: number,
        apiVersion: 7,
    },
    gotosocial: {
        version: '0.20.1+git-7a0b2c3',
        limits: { ...LIMITS, max_characters: 5000, max_media_attachments: 6, image_size_limit: 41943040 },
        visibilities: ['public', 'unlisted', 'private', 'mutuals_only', 'direct'],
        idempotency: 'ignore',
        length: plainLength,
        id: ulid,
    },
    pleroma: {
        version: '2.7.2 (compatible; Pleroma 2.9.1)',
        limits: { ...LIMITS, max_characters: 5000, max_media_attachments: 1000 },
        visibilities: ['public', 'unlisted', 'private', 'direct', 'local'],
        idempotency: 'replay',
        length: plainLength,
        id: flake,
    },
    pixelfed: {
        version: '3.5.3 (compatible; Pixelfed 0.12.5)',
        limits: { ...LIMITS, supported_mime_types: IMAGES.slice(0, 3), image_size_limit: 15000 << 10, description_limit: 1000 },
        visibilities: ['public', 'unlisted', 'private'],
        idempotency: 'pixelfed-400',
        length: plainLength,
        id: number,
        needsMedia: true,
    },
};

function configuration(limits) {
    return {
        statuses: {
            max_characters: limits.max_characters,
            max_media_attachments: limits.max_media_attachments,
            characters_reserved_per_url: limits.characters_reserved_per_url,
        },
        media_attachments: {
            supported_mime_types: limits.supported_mime_types,
            description_limit: limits.description_limit,
            image_size_limit: limits.image_size_limit,
            image_matrix_limit: limits.image_matrix_limit,
            video_size_limit: 103809024,
            video_frame_rate_limit: 120,
            video_matrix_limit: 8294400,
        },
        polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2629746 },
    };
}

function instanceV2(kind, limits) {
    return {
        domain: '127.0.0.1',
        title: 'A server for tests',
        version: kind.version,
        source_url: 'https://example.org/source',
        description: '',
        usage: { users: { active_month: 1 } },
        languages: ['es', 'en'],
        configuration: { urls: {}, accounts: { max_featured_tags: 10 }, ...configuration(limits) },
        registrations: { enabled: false },
        ...(kind.apiVersion ? { api_versions: { mastodon: kind.apiVersion } } : {}),
        contact: { email: 'ana@horno.example' },
        rules: [],
    };
}

function instanceV1(kind, limits) {
    return {
        uri: '127.0.0.1',
        title: 'A server for tests',
        short_description: '',
        description: '',
        email: 'ana@horno.example',
        version: kind.version,
        urls: {},
        stats: { user_count: 1, status_count: 0, domain_count: 1 },
        languages: ['es', 'en'],
        max_toot_chars: limits.max_characters,
        configuration: configuration(limits),
        rules: [],
    };
}

module.exports = { instanceV1, instanceV2, kinds };
