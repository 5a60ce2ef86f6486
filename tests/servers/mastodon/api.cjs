// The part of Mastodon's API that a publisher uses, with the state behind it. Answers are
// { status, headers, body }; refusals are thrown.
'use strict';

const { instanceV1, instanceV2 } = require('./kinds.cjs');
const { Refusal, broken, parseBody } = require('./request.cjs');

const KEY_LIVES_MS = 3600 * 1000;
const REPLAY_LIVES_MS = 6 * 3600 * 1000;
// Polls, quotes and schedules exist in the API but not here yet: to take and forget them would hide
// mistakes.
const STATUS_FIELDS = new Set([
    'status', 'media_ids', 'in_reply_to_id', 'sensitive', 'spoiler_text', 'visibility', 'language',
]);
const MAGIC = {
    'image/png': /^\x89PNG\r\n\x1a\n/,
    'image/jpeg': /^\xff\xd8\xff/,
    'image/gif': /^GIF8[79]a/,
    'image/webp': /^RIFF[^]{4}WEBP/,
};

const invalid = (text) => new Refusal(422, `Validation failed: ${text}`);
const missing = () => new Refusal(404, 'Record not found');
const reply = (body, status = 200, headers = {}) => ({ status, headers, body });
const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function checkStatusTypes(fields) {
    for (const [name, value] of Object.entries(fields)) {
        if (!STATUS_FIELDS.has(name)) throw broken(`statuses have no field '${name}'`);
        if (value === null) continue;
        const wanted = { media_ids: 'list', sensitive: 'boolean' }[name] ?? 'string';
        const is = Array.isArray(value) ? 'list' : typeof value;
        if (is !== wanted) throw broken(`'${name}' is a ${is} and shall be a ${wanted}`);
    }
    if (fields.media_ids?.some((id) => typeof id !== 'string')) throw broken('ids are strings');
    if (fields.language && !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(fields.language)) {
        throw broken(`'${fields.language}' is no ISO 639 language`);
    }
}

class Api {
    constructor(kind, manners) {
        this.kind = kind;
        this.manners = manners;
        this.baseUrl = '';
        this.clear();
    }

    clear() {
        this.statuses = [];
        this.media = [];
        this.keys = new Map();
        this.clockAheadMs = 0;
    }

    now() {
        return Date.now() + this.clockAheadMs;
    }

    limits() {
        return { ...this.kind.limits, ...this.manners.instance };
    }

    // Request: { method, path, query, headers, bytes, isAuthorized }.
    answer(request) {
        for (const [method, pattern, act, access] of ROUTES) {
            const found = pattern.exec(request.path);
            if (!found || method !== request.method) continue;
            if (access === 'token' && !request.isAuthorized) throw this.unauthorized();
            return act.call(this, request, found[1]);
        }
        if (ROUTES.some(([, pattern]) => pattern.test(request.path))) throw new Refusal(405, 'Method not allowed');
        throw missing();
    }

    unauthorized() {
        return new Refusal(401, 'The access token is invalid', {
            'WWW-Authenticate': 'Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token is invalid"',
        });
    }

    instance2() {
        if (!this.manners.v2_instance) throw missing();
        return reply(instanceV2(this.kind, this.limits()));
    }

    instance1() {
        return reply(instanceV1(this.kind, this.limits()));
    }

    account() {
        const { id, username } = this.manners.account;
        return { id, username, acct: username, display_name: 'El Horno de Ana', url: `${this.baseUrl}/@${username}` };
    }

    whoAmI() {
        const source = { privacy: 'public', sensitive: false, language: null };
        return reply({ ...this.account(), source });
    }

    application() {
        const scopes = ['read', 'write:statuses', 'write:media'];
        return reply({ id: '7', name: this.manners.application, website: null, scopes });
    }

    createMedia(request) {
        const { fields, files } = parseBody(request.headers['content-type'], request.bytes);
        for (const name of [...Object.keys(fields), ...Object.keys(files)]) {
            if (!['file', 'description', 'focus', 'thumbnail'].includes(name)) throw broken(`media have no field '${name}'`);
        }
        const { file } = files;
        const limits = this.limits();
        if (!file) throw invalid("File can't be blank");
        if (!MAGIC[file.type]?.test(file.bytes.toString('latin1', 0, 16)) || !limits.supported_mime_types.includes(file.type)) {
            throw invalid('File content type is invalid, File is invalid');
        }
        if (file.bytes.length > limits.image_size_limit) throw invalid('File file size is too large');
        if ([...(fields.description ?? '')].length > limits.description_limit) throw invalid('Description is too long');
        if (fields.focus && !/^-?[01](\.\d+)?,-?[01](\.\d+)?$/.test(fields.focus)) throw broken(`focus is '${fields.focus}'`);
        const medium = {
            id: this.kind.id(),
            description: fields.description ?? null,
            focus: fields.focus ?? null,
            type: file.type,
            filename: file.filename,
            file_bytes: file.bytes.length,
            state: this.manners.media.state,
            polls_left: this.manners.media.state === 'ready' ? 0 : this.manners.media.polls,
            status_id: null,
        };
        this.media.push(medium);
        return reply(this.mediumEntity(medium), medium.state === 'ready' ? 200 : 202);
    }

    mediumEntity(medium) {
        const url = medium.state === 'ready' ? `${this.baseUrl}/media/${medium.id}` : null;
        return { id: medium.id, type: 'image', url, preview_url: url, remote_url: null, meta: {}, description: medium.description, blurhash: null };
    }

    showMedium(request, id) {
        const medium = this.media.find((one) => one.id === id);
        if (!medium) throw missing();
        if (medium.state === 'ready') return reply(this.mediumEntity(medium));
        if (medium.polls_left-- > 0) return reply(this.mediumEntity(medium), 206);
        if (medium.state === 'failed') throw new Refusal(422, 'Error processing thumbnail for uploaded media');
        medium.state = 'ready';
        return reply(this.mediumEntity(medium));
    }

    createStatus(request) {
        const key = request.headers['idempotency-key'];
        const known = key && this.recall(key, request);
        if (known) return known;
        try {
            const answer = reply(this.statusEntity(this.acceptStatus(request)));
            if (key && this.manners.idempotency !== 'ignore') this.remember(key, request, answer);
            return answer;
        } catch (refusal) {
            if (key && refusal instanceof Refusal && this.manners.idempotency === 'replay') {
                this.remember(key, request, reply({ error: refusal.message }, refusal.status));
            }
            throw refusal;
        }
    }

    remember(key, request, answer) {
        this.keys.set(key, { at: this.now(), body: request.bytes.toString('latin1'), answer });
    }

    // What a server says to a key that it knows; undefined when it acts as if it were new.
    recall(key, request) {
        const manner = this.manners.idempotency;
        const entry = this.keys.get(key);
        const lives = manner === 'replay' ? REPLAY_LIVES_MS : KEY_LIVES_MS;
        if (entry && this.now() - entry.at < lives && manner !== 'ignore') {
            if (manner === 'pixelfed-400') throw new Refusal(400, 'Duplicate idempotency key.');
            if (entry.body !== request.bytes.toString('latin1')) throw broken('a known key with another body');
            if (manner === '500-on-repeat') return reply('<!DOCTYPE html><title>500</title>', 500, { 'Content-Type': 'text/html' });
            if (manner === 'honour') return entry.answer;
            return { ...entry.answer, headers: { 'idempotent-replayed': 'true', 'x-original-request-id': 'first' } };
        }
        if (manner === 'pixelfed-400') this.remember(key, request, null); // before it is even read
        return undefined;
    }

    acceptStatus(request) {
        const { fields } = parseBody(request.headers['content-type'], request.bytes);
        checkStatusTypes(fields);
        let text = fields.status ?? '';
        let warning = fields.spoiler_text ?? '';
        const media = this.attachments(fields.media_ids ?? []);
        if (this.kind.needsMedia && !media.length) throw new Refusal(403, 'Empty statuses are not allowed');
        if (text.trim() === '' && warning === '' && !media.length) throw invalid("Text can't be blank");
        const limits = this.limits();
        const length = this.kind.length(warning, text, limits.characters_reserved_per_url);
        if (length > limits.max_characters) throw invalid(`Text character limit of ${limits.max_characters} exceeded`);
        if (text.trim() === '' && warning !== '') [text, warning] = [warning, ''];
        const visibility = fields.visibility ?? 'public';
        if (!this.kind.visibilities.includes(visibility)) throw invalid(`Visibility '${visibility}' is not included in the list`);
        const parent = fields.in_reply_to_id && this.statuses.find((one) => one.id === fields.in_reply_to_id);
        if (fields.in_reply_to_id && !parent) throw new Refusal(404, 'The post you are trying to reply to does not appear to exist');
        return this.addStatus({
            text,
            spoiler_text: warning,
            visibility: this.manners.silenced && visibility === 'public' ? 'unlisted' : visibility,
            sensitive: fields.sensitive === true || warning !== '',
            language: fields.language ?? null,
            in_reply_to_id: parent ? parent.id : null,
            media,
            length,
        });
    }

    attachments(ids) {
        const { max_media_attachments: most } = this.limits();
        if (ids.length > most) throw invalid(`Cannot attach more than ${most} files`);
        if (new Set(ids).size !== ids.length) throw broken('a medium is attached twice');
        const media = ids.map((id) => this.media.find((one) => one.id === id && one.status_id === null));
        if (media.includes(undefined)) throw new Refusal(422, 'Media not found or already attached to another post');
        if (media.some((one) => one.state !== 'ready')) {
            throw new Refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!');
        }
        return media;
    }

    addStatus(values) {
        const status = {
            id: this.kind.id(),
            created_at: new Date(this.now()).toISOString(),
            text: '',
            spoiler_text: '',
            visibility: 'public',
            sensitive: false,
            language: null,
            in_reply_to_id: null,
            application: this.manners.application,
            media: [],
            hidden_lists: this.manners.list_lag,
            ...values,
        };
        for (const medium of status.media) medium.status_id = status.id;
        this.statuses.push(status);
        return status;
    }

    statusEntity(status) {
        const url = `${this.baseUrl}/@${this.manners.account.username}/${status.id}`;
        return {
            id: status.id,
            created_at: status.created_at,
            in_reply_to_id: status.in_reply_to_id,
            in_reply_to_account_id: status.in_reply_to_id && this.manners.account.id,
            sensitive: status.sensitive,
            spoiler_text: status.spoiler_text,
            visibility: status.visibility,
            language: status.language,
            uri: `${this.baseUrl}/users/${this.manners.account.username}/statuses/${status.id}`,
            url: this.manners.null_url ? null : url,
            content: `<p>${escapeHtml(status.text).replace(/\n\n+/g, '</p><p>').replace(/\n/g, '<br />')}</p>`,
            account: this.account(),
            application: { name: status.application, website: null },
            media_attachments: status.media.map((medium) => this.mediumEntity(medium)),
            mentions: [],
            tags: [],
            emojis: [],
            reblog: null,
            card: null,
            poll: null,
            replies_count: 0,
            reblogs_count: 0,
            favourites_count: 0,
        };
    }

    findStatus(id, isAuthorized) {
        const status = this.statuses.find((one) => one.id === id);
        if (!status || (!isAuthorized && !['public', 'unlisted'].includes(status.visibility))) throw missing();
        return status;
    }

    showStatus(request, id) {
        return reply(this.statusEntity(this.findStatus(id, request.isAuthorized)));
    }

    showSource(request, id) {
        const { text, spoiler_text } = this.findStatus(id, true);
        return reply({ id, text, spoiler_text });
    }

    // Newest first, at most 40, older ones by max_id and the Link header.
    listStatuses(request, id) {
        const { query } = request;
        if (id !== this.manners.account.id) throw missing();
        for (const name of query.keys()) {
            if (!['limit', 'max_id', 'since_id', 'min_id', 'exclude_reblogs', 'exclude_replies', 'only_media', 'pinned'].includes(name)) {
                throw broken(`lists have no parameter '${name}'`);
            }
        }
        const limit = query.get('limit') ?? '20';
        if (!/^\d+$/.test(limit) || Number(limit) < 1) throw broken(`limit is '${limit}'`);
        const bound = (name) => this.statuses.findIndex((one) => one.id === query.get(name));
        const newest = query.has('max_id') ? bound('max_id') : this.statuses.length;
        const oldest = query.has('since_id') ? bound('since_id') : query.has('min_id') ? bound('min_id') : -1;
        const seen = this.statuses
            .slice(oldest + 1, Math.max(newest, 0))
            .filter((one) => one.hidden_lists-- <= 0)
            .filter((one) => request.isAuthorized || ['public', 'unlisted'].includes(one.visibility))
            .filter((one) => query.get('exclude_replies') !== 'true' || !one.in_reply_to_id)
            .reverse();
        const page = seen.slice(0, Math.min(Number(limit), 40));
        const links = [];
        const self = `${this.baseUrl}${request.path}?limit=${limit}`;
        if (page.length < seen.length) links.push(`<${self}&max_id=${page[page.length - 1].id}>; rel="next"`);
        if (page.length) links.push(`<${self}&min_id=${page[0].id}>; rel="prev"`);
        return reply(page.map((one) => this.statusEntity(one)), 200, links.length ? { Link: links.join(', ') } : {});
    }
}

const ROUTES = [
    ['GET', /^\/api\/v2\/instance$/, Api.prototype.instance2, 'open'],
    ['GET', /^\/api\/v1\/instance$/, Api.prototype.instance1, 'open'],
    ['GET', /^\/api\/v1\/accounts\/verify_credentials$/, Api.prototype.whoAmI, 'token'],
    ['GET', /^\/api\/v1\/apps\/verify_credentials$/, Api.prototype.application, 'token'],
    ['POST', /^\/api\/v2\/media$/, Api.prototype.createMedia, 'token'],
    ['GET', /^\/api\/v1\/media\/([^/]+)$/, Api.prototype.showMedium, 'token'],
    ['POST', /^\/api\/v1\/statuses$/, Api.prototype.createStatus, 'token'],
    ['GET', /^\/api\/v1\/statuses\/([^/]+)$/, Api.prototype.showStatus, 'open'],
    ['GET', /^\/api\/v1\/statuses\/([^/]+)\/source$/, Api.prototype.showSource, 'token'],
    ['GET', /^\/api\/v1\/accounts\/([^/]+)\/statuses$/, Api.prototype.listStatuses, 'open'],
];

module.exports = { Api };
