// How long a post is, as the servers themselves count. Written apart from src/, so that the two
// can disagree.
'use strict';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const countGraphemes = (text) => [...graphemes.segment(text)].length;
const countCodePoints = (text) => [...text].length;

// An address counts only with its scheme, and without the punctuation that ends a sentence.
function shortenAddresses(text, reserved) {
    return text.replace(/(^|[^\p{L}\p{N}@$#_/])(https?:\/\/[^\s<>"]+)/giu, (all, before, address) => {
        let end = address.length;
        for (;;) {
            const last = address[end - 1];
            const part = address.slice(0, end);
            const isOpen = last === ')' && part.split('(').length < part.split(')').length;
            if (!isOpen && !/[.,:;!?'’»”…*\]]/.test(last)) break;
            end--;
        }
        if (!/^https?:\/\/[^/?#:]*\.[^/?#:]/i.test(address)) return all; // no host of the public net
        return before + 'x'.repeat(reserved) + address.slice(end);
    });
}

// @user@host counts as @user.
function shortenMentions(text) {
    return text.replace(/(^|[^=/\p{L}\p{N}_])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\p{L}\p{N}]+(?:[.-]+[\p{L}\p{N}]+)*/giu, '$1@$2');
}

// Mastodon: StatusLengthValidator, read 2026-07. The content warning counts, as it stands.
function mastodonLength(warning, text, reserved = 23) {
    return countGraphemes(warning + shortenMentions(shortenAddresses(text, reserved)));
}

// GoToSocial: internal/processing/status/common.go, read 2025-10. Nothing counts less than it is.
function plainLength(warning, text) {
    return countCodePoints(warning + text);
}

module.exports = { mastodonLength, plainLength };
