// look.cjs SITE [SHOTS]: opens every page of a built site in a real browser, from its files, and
// prints what is wrong, a line each: violations of WCAG 2.2 AA (axe-core), messages of the console,
// requests that leave the site, pages wider than the screen. Then how many views it looked at.
//
// Every page is looked at on a wide screen, and one of each kind also in the dark and on a
// telephone; SHOTS gets pictures of those.
'use strict';
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');

const [site, shots] = process.argv.slice(2);
const root = path.resolve(site);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const at = path.join(folder, entry.name);
  if (entry.isDirectory()) return walk(at);
  return entry.name.endsWith('.html') ? [at] : [];
});

// The first page of each folder, and all at the top.
const kinds = (pages) => {
  const seen = new Set();
  return pages.filter((page) => {
    const folder = path.relative(root, page).split(path.sep).slice(0, -1)[0];
    if (folder && seen.has(folder)) return false;
    seen.add(folder);
    return true;
  });
};

const look = async (context, page, shot) => {
  const wrong = [];
  let isOver = false; // what comes then is axe's own doing
  const tab = await context.newPage();
  tab.on('console', (message) => isOver || wrong.push(`console: ${message.text()}`));
  tab.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  tab.on('requestfailed', (request) => isOver || wrong.push(`not found: ${request.url()}`));
  tab.on('request', (request) => {
    if (!isOver && !request.url().startsWith(`file://${root}/`)) wrong.push(`request: ${request.url()}`);
  });
  await tab.goto(`file://${page}`);
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) wrong.push(`${over} pixels too wide`);
  if (shot) await tab.screenshot({ path: shot, fullPage: true });
  // Folded parts are pages, too.
  await tab.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });
  isOver = true;
  await tab.evaluate(axe);
  const found = await tab.evaluate((tags) => axe.run({ runOnly: tags, preload: false }), rules);
  for (const { id, nodes } of found.violations) wrong.push(`axe ${id}: ${nodes.length}, ${nodes[0].html.slice(0, 160)}`);
  await tab.close();
  return wrong;
};

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
  const pages = walk(root).sort();
  let count = 0;
  for (const [name, width, colorScheme, some] of [
    ['wide', 1280, 'light', pages],
    ['dark', 1280, 'dark', kinds(pages)],
    ['phone', 320, 'dark', kinds(pages)],
  ]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    for (const page of some) {
      const short = path.relative(root, page);
      const shot = shots && kinds(pages).includes(page) ? path.join(shots, `${name}-${short.replace(/\W+/g, '-')}.png`) : null;
      count++;
      for (const wrong of new Set(await look(context, page, shot))) console.log(`${name} ${short}: ${wrong}`);
    }
    await context.close();
  }
  await browser.close();
  console.log(`${count} views`);
})();
