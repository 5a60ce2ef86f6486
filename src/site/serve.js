/* In `serve` alone: the page is loaded again when a file changes, and posts can be moved, changed
 * and begun. Whatever a mouse can drag, a button does as well. */
(() => {
  'use strict';

  const own = new URL('.pregon/', new URL(document.querySelector('script[src$="serve.js"]').getAttribute('src'), location.href).href.replace(/serve\.js.*$/, ''));
  let words = {};
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const ask = async (what, body) => {
    try {
      const answer = await fetch(new URL(what, own), body === undefined ? {} : {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      const type = answer.headers.get('Content-Type') || '';
      const result = type.startsWith('application/json') ? await answer.json() : { error: await answer.text() };
      if (!answer.ok && !result.error) result.error = String(answer.status);
      return result;
    } catch {
      return { error: words.lost, isLost: true };
    }
  };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  const banner = element('p', { class: 'banner', role: 'alert', hidden: '' });
  document.body.prepend(banner);
  const tell = (text) => {
    banner.textContent = text || '';
    banner.hidden = !text;
  };

  let pending = 0;
  /* Somebody is writing, or reading what was done: that must not be lost by loading again. */
  const isBusy = () => pending > 0 || document.querySelector('dialog') !== null;

  /* A browser opens six connections to a host, and a question that waits for news holds one: of all
     tabs one asks, and tells the others. */
  const alone = (work) => (navigator.locks ? navigator.locks.request('pregon-news', work) : work());
  const follow = async () => {
    const others = new BroadcastChannel('pregon-news');
    let seen = performance.getEntriesByType('navigation')[0]?.serverTiming?.find(({ name }) => name === 'version')?.duration ?? null;
    let isStale = false;
    const hear = async (news) => {
      tell(news.error);
      if (news.error && !news.isLost) seen = news.version;
      if (isStale || news.error || news.version === seen) return;
      isStale = true;
      while (isBusy()) await pause(500);
      location.reload();
    };
    for (let isKnown = false; !isKnown; ) {
      const news = await ask('news');
      isKnown = !news.isLost;
      if (isKnown && seen === null) seen = news.version;
      hear(news);
      if (!isKnown) await pause(1000);
    }
    others.addEventListener('message', (event) => hear(event.data));
    await alone(async () => {
      for (;;) {
        const news = await ask(`news?version=${seen}`);
        others.postMessage(news);
        hear(news);
        if (news.isLost) await pause(1000);
        else if (isStale) await pause(500);
      }
    });
  };

  const dialog = (title, ...content) => {
    const heading = element('h2', { id: 'dialog-title' }, title);
    const made = element('dialog', { 'aria-labelledby': 'dialog-title' }, heading, ...content);
    made.addEventListener('close', () => made.remove());
    document.body.append(made);
    made.showModal();
    return made;
  };
  const button = (text, run, type = 'button') => {
    const made = element('button', { type }, text);
    if (run) made.addEventListener('click', run);
    return made;
  };

  /* What was done, and how to take it back. */
  const show = (result) => {
    const lines = result.diff.split('\n').map((line) => {
      const kind = line.startsWith('+') ? 'ins' : line.startsWith('-') ? 'del' : 'span';
      return element(kind, {}, `${line}\n`);
    });
    const made = dialog(`${words.changed}: ${result.path}`, element('pre', { class: 'diff', tabindex: '0' }, ...lines));
    const actions = element('p', { class: 'actions' });
    if (result.before)
      actions.append(button(words.undo, async () => {
        const undone = await ask('save', { path: result.path, text: result.before, mark: result.mark });
        made.close();
        if (undone.error) tell(undone.error);
        else location.reload();
      }));
    actions.append(button(words.close, () => {
      made.close();
      location.reload();
    }));
    made.append(actions);
  };
  const change = async (what, wish) => {
    pending++;
    const result = await ask(what, wish);
    pending--;
    if (result.error) tell(result.error);
    else show(result);
  };

  const formOf = (submit, ...fields) => {
    const made = element('form', { method: 'dialog' }, ...fields);
    made.append(element('p', { class: 'actions' }, button(words.save, null, 'submit'), button(words.cancel, () => made.closest('dialog').close())));
    made.addEventListener('submit', async (event) => {
      event.preventDefault();
      pending++;
      const why = await submit(new FormData(made));
      pending--;
      if (why) {
        made.querySelector('[role=alert]')?.remove();
        made.prepend(element('p', { role: 'alert', class: 'why blocked' }, why));
      }
    });
    return made;
  };
  const field = (label, control) => element('p', {}, element('label', {}, label, element('br'), control));

  const time = (text) => text.replace('T', ' ').slice(0, 16);

  const moveTo = (post, to) => change('move', { post, to });
  const askForTime = (entry) => {
    const day = entry.closest('td').dataset.day;
    const clock = entry.querySelector('time').textContent;
    const input = element('input', { type: 'datetime-local', name: 'to', required: '', value: `${day}T${clock}` });
    const made = dialog(words.move, formOf(async (data) => {
      const result = await ask('move', { post: entry.dataset.post, to: time(data.get('to')) });
      if (result.error) return result.error;
      made.close();
      show(result);
      return null;
    }, field(words.to, input)));
  };

  /* A field knows one line end alone; the file keeps its own, and none changes in a line that
   * nobody has changed. */
  const withEndsOf = (before, text) => {
    const lines = (of) => of.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) || [];
    const bare = (line) => line.replace(/[\r\n]+$/, '\n');
    const old = lines(before);
    const now = lines(text);
    const end = (old[0] || '').endsWith('\r\n') ? '\r\n' : '\n';
    let first = 0;
    while (first < Math.min(old.length, now.length) && bare(old[first]) === bare(now[first])) first++;
    let last = 0;
    while (last < Math.min(old.length, now.length) - first && bare(old[old.length - 1 - last]) === bare(now[now.length - 1 - last])) last++;
    const changed = now.slice(first, now.length - last).map((line) => bare(line).replace('\n', end));
    return [...old.slice(0, first), ...changed, ...old.slice(old.length - last)].join('');
  };

  const edit = async (details) => {
    const file = await ask(`file?path=${encodeURIComponent(details.dataset.path)}`);
    if (file.error) {
      tell(file.error);
      return;
    }
    const text = element('textarea', { name: 'text', rows: '20', spellcheck: 'true' });
    text.value = file.text;
    const made = dialog(file.path, formOf(async (data) => {
      const result = await ask('save', { path: file.path, mark: file.mark, text: withEndsOf(file.text, data.get('text')) });
      if (result.error) return result.error;
      made.close();
      show(result);
      return null;
    }, field(words.text, text)));
    made.classList.add('wide');
  };

  const begin = (session, slot) => {
    const choice = (name, values) => {
      const made = element('select', { name }, element('option', { value: '' }, '–'));
      for (const value of values) made.append(element('option', { value }, value));
      return made;
    };
    const made = dialog(words.new, formOf(async (data) => {
      const wish = Object.fromEntries(data);
      wish.date = time(wish.date);
      if (wish.queue) wish.date = wish.date.slice(0, 10);
      const result = await ask('new', wish);
      if (result.error) return result.error;
      made.close();
      show(result);
      return null;
    },
    field(words.title, element('input', { name: 'title', required: '' })),
    field(words.date, element('input', { type: 'datetime-local', name: 'date' })),
    field(words.queue, choice('queue', session.queues)),
    field(words.accounts, choice('accounts', session.accounts)),
    field(words.text, element('textarea', { name: 'text', rows: '8' }))));
    made.classList.add('wide');
    if (!slot) return;
    made.querySelector('[name=date]').value = slot.slot.slice(0, 16);
    made.querySelector('[name=queue]').value = slot.queue;
    if (!slot.accounts) return;
    const accounts = made.querySelector('[name=accounts]');
    if (![...accounts.options].some((one) => one.value === slot.accounts))
      accounts.append(element('option', { value: slot.accounts }, slot.accounts));
    accounts.value = slot.accounts;
  };

  const enable = (session) => {
    for (const entry of document.querySelectorAll('li[data-post]')) {
      entry.draggable = true;
      entry.addEventListener('dragstart', (event) => {
        event.dataTransfer.setData('application/x-pregon', JSON.stringify({ post: entry.dataset.post, clock: entry.querySelector('time').textContent }));
        event.dataTransfer.effectAllowed = 'move';
      });
      const move = button(words.move, () => askForTime(entry));
      move.className = 'move';
      move.setAttribute('aria-label', `${words.move} ${entry.querySelector('a').textContent}`);
      entry.append(move);
    }
    for (const place of document.querySelectorAll('td[data-day], li[data-slot]')) {
      const over = (event) => {
        if (!event.dataTransfer.types.includes('application/x-pregon')) return;
        event.preventDefault();
        event.stopPropagation();
        place.classList.add('over');
      };
      place.addEventListener('dragenter', over);
      place.addEventListener('dragover', over);
      place.addEventListener('dragleave', () => place.classList.remove('over'));
      place.addEventListener('drop', (event) => {
        event.preventDefault();
        event.stopPropagation();
        place.classList.remove('over');
        const { post, clock } = JSON.parse(event.dataTransfer.getData('application/x-pregon'));
        moveTo(post, place.dataset.slot ? time(place.dataset.slot) : `${place.dataset.day} ${clock}`);
      });
    }
    for (const place of document.querySelectorAll('li[data-slot]')) {
      const write = button('+', () => begin(session, place.dataset));
      write.className = 'move';
      write.setAttribute('aria-label', `${words.new}: ${place.textContent}`);
      place.append(' ', write);
    }
    for (const details of document.querySelectorAll('details.source[data-path]'))
      details.querySelector('summary').after(button(words.edit, () => edit(details)));
    const item = element('li', {}, button(words.new, () => begin(session)));
    document.querySelector('body > header nav ul').append(item);
  };

  (async () => {
    const session = await ask('session');
    words = session.words || words;
    if (session.edits) enable(session);
    follow();
  })();
})();
