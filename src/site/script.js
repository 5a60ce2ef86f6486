/* What a page does beyond being read: filters, search as you type, copying. Without it nothing is
 * missing but that. */
(() => {
  'use strict';

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const query = new URLSearchParams(location.search);

  /* The address says what is shown, so that it can be sent to somebody. */
  const remember = (name, value) => {
    if (value) query.set(name, value);
    else query.delete(name);
    const text = query.toString();
    history.replaceState(null, '', text ? `?${text}` : location.pathname);
    carry();
  };

  /* Filters go along from month to month. */
  const carry = () => {
    const text = query.toString();
    for (const link of document.querySelectorAll('nav.months a'))
      link.setAttribute('href', link.getAttribute('href').split('?')[0] + (text ? `?${text}` : ''));
  };

  const filters = document.getElementById('filters');
  if (filters) {
    const names = ['account', 'campaign', 'pillar', 'state'];
    const rows = [...document.querySelectorAll('main [data-state]')].filter((row) => row !== filters);
    const none = element('p', { role: 'status' });
    const apply = () => {
      const wanted = names.map((name) => [name, query.get(name)]).filter(([, value]) => value);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !wanted.every(([name, value]) => (row.dataset[name] || '').split(' ').includes(value));
        shown += !row.hidden;
      }
      for (const table of document.querySelectorAll('table.list'))
        if (table.querySelector('tr[data-state]')) table.hidden = !table.querySelector('tr[data-state]:not([hidden])');
      none.textContent = wanted.length && !shown ? filters.dataset.none : '';
    };
    /* States are shown by their words in the page's language. */
    const wordOf = (name, value) =>
      (name === 'state' && document.querySelector(`main .state.${CSS.escape(value)}`)?.textContent) || value;
    const form = element('form', { class: 'filters', 'aria-label': filters.dataset.label });
    for (const name of names) {
      const values = new Set(rows.flatMap((row) => (row.dataset[name] || '').split(' ').filter(Boolean)));
      if (query.get(name)) values.add(query.get(name));
      /* One value is a choice, too, where some rows have none. */
      if (values.size < (rows.every((row) => row.dataset[name]) ? 2 : 1) && !query.get(name)) continue;
      const select = element('select', { name }, element('option', { value: '' }, filters.dataset.all));
      for (const value of [...values].sort()) select.append(element('option', { value }, wordOf(name, value)));
      select.value = query.get(name) || '';
      select.addEventListener('change', () => {
        remember(name, select.value);
        apply();
      });
      form.append(element('label', {}, `${filters.dataset[name]} `, select));
    }
    form.addEventListener('submit', (event) => event.preventDefault());
    if (form.children.length) filters.replaceWith(form, none);
    apply();
    carry();
  }

  const search = document.getElementById('search');
  if (search) {
    /* Accents and case do not matter to who looks for something. */
    const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const posts = [...document.querySelectorAll('.found > li')];
    const texts = posts.map((post) => plain(post.textContent));
    const input = element('input', { type: 'search', name: 'q', autocomplete: 'off' });
    const count = element('span', { role: 'status' });
    const apply = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      posts.forEach((post, i) => {
        post.hidden = !words.every((word) => texts[i].includes(word));
        shown += !post.hidden;
      });
      count.textContent = `${shown} ${search.dataset.count}`;
    };
    input.value = query.get('q') || '';
    input.addEventListener('input', () => {
      remember('q', input.value);
      apply();
    });
    search.replaceWith(element('p', {}, element('label', {}, `${search.dataset.label} `, input), ' ', count));
    apply();
  }

  for (const text of document.querySelectorAll('textarea[data-copy]')) {
    const button = element('button', { type: 'button' }, text.dataset.copy);
    button.addEventListener('click', async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand('copy');
      }
    });
    text.after(button);
  }
})();
