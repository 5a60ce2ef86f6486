// edit.cjs ADDRESS WORKSPACE: what somebody does in `serve`, in a real browser: drags a post to
// another day, takes that back, moves it by keys alone, sees a change of the file, edits it, begins
// a post. Prints a line for each thing that it saw.
'use strict';
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');

const [address, workspace] = process.argv.slice(2);
const home = address.split('?')[0];
const file = path.join(workspace, 'content/posts/2026/11/pan-negro.md');
const date = () => fs.readFileSync(file, 'utf8').match(/^date: (.*)$/m)[1];

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
  const tab = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  tab.setDefaultTimeout(10000);
  tab.on('console', (message) => console.log(`console: ${message.text()}`));
  tab.on('pageerror', (error) => console.log(`script: ${error.message}`));
  const entry = 'li[data-post="2026/11/pan-negro"]';
  const changed = async () => {
    const text = await tab.locator('dialog pre.diff').innerText();
    return text.split('\n').filter((line) => /^[-+][^-+]/.test(line)).join(' ');
  };

  // A change makes pages load anew, whenever the server has drawn them: no step may fall between.
  const version = async () => (await (await fetch(new URL('.pregon/news', home))).json()).version;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const quiet = async () => {
    for (let seen = -1, now = await version(); seen !== now; now = await version()) {
      seen = now;
      await pause(700);
    }
  };
  const go = async (to) => {
    await quiet();
    for (let tries = 0; tries < 10; tries++) {
      try {
        await tab.goto(to);
        return;
      } catch (error) {
        if (!error.message.includes('ERR_ABORTED')) throw error;
        await pause(300);
      }
    }
  };

  await go(address);
  await tab.waitForSelector(`${entry} button`);
  console.log(`the token is out of the address: ${!tab.url().includes('token')}`);
  await tab.locator(entry).first().dragTo(tab.locator('td[data-day="2026-11-28"]'));
  console.log(`dragged: ${await changed()}`);
  await tab.getByRole('button', { name: 'Undo' }).click();
  await tab.waitForSelector('dialog', { state: 'detached' });
  console.log(`taken back: ${date()}`);

  await go(home);
  await tab.locator(`${entry} button.move`).first().focus();
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('dialog input');
  await tab.fill('dialog input', '2026-11-28T11:15');
  await tab.keyboard.press('Enter');
  console.log(`moved by keys: ${await changed()}`);
  await tab.keyboard.press('Escape');

  await go(`${home}posts/2026/11/pan-negro.html`);
  await tab.waitForSelector('details.source button', { state: 'attached' });
  await pause(300);
  fs.appendFileSync(file, '\nUna novedad.\n');
  await tab.waitForFunction(() => document.body.textContent.includes('Una novedad.'));
  console.log('a change of the file is seen');
  await quiet();
  await tab.locator('details.source summary').first().click();
  await tab.getByRole('button', { name: 'Edit here' }).first().click();
  await tab.waitForSelector('dialog textarea');
  await tab.fill('dialog textarea', (await tab.inputValue('dialog textarea')).replace('Una novedad', 'Otra cosa'));
  await tab.getByRole('button', { name: 'Save' }).click();
  console.log(`edited: ${await changed()}`);
  await tab.getByRole('button', { name: 'Close' }).click();
  await quiet();
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/\n/g, '\r\n').replace(/\r\n$/, ''));
  await go(`${home}posts/2026/11/pan-negro.html`);
  await tab.waitForSelector('details.source button', { state: 'attached' });
  await quiet();
  await tab.getByRole('button', { name: 'Edit here' }).first().click();
  await tab.waitForSelector('dialog textarea');
  await tab.fill('dialog textarea', `${(await tab.inputValue('dialog textarea')).replace('accounts:', '# nota\naccounts:')}`);
  await tab.getByRole('button', { name: 'Save' }).click();
  console.log(`line ends stay: ${JSON.stringify(await tab.locator('dialog pre.diff').textContent()).match(/(?<=\\n)[-+][^-+].*?(?=\\n)/g).join(' ')} ${/^[^\n]*[^\r\n]\n/m.test(fs.readFileSync(file, 'utf8'))}`);
  await tab.getByRole('button', { name: 'Close' }).click();
  await go(home);

  await tab.getByRole('button', { name: 'New post', exact: true }).click();
  await tab.fill('[name=title]', 'Pan de prueba');
  await tab.fill('[name=date]', '2026-12-03T10:00');
  await tab.selectOption('[name=accounts]', 'bluesky');
  await tab.fill('[name=text]', 'Hola, pan.');
  await tab.getByRole('button', { name: 'Save' }).click();
  await tab.waitForSelector('dialog pre.diff');
  console.log(`begun: ${fs.existsSync(path.join(workspace, 'content/posts/2026/12/pan-de-prueba.md'))}`);

  await go(`${home}?account=bluesky&state=scheduled`);
  await tab.waitForSelector('form.filters');
  const shown = await tab.locator('main li[data-state]:visible').count();
  const wanted = await tab.locator('main li[data-state~="scheduled"][data-account~="bluesky"]').count();
  console.log(`filtered: ${shown > 0 && shown === wanted}`);
  await go(`${home}search.html?q=CALABAZA`);
  await tab.waitForSelector('input[type=search]');
  console.log(`found: ${(await tab.locator('.found > li:visible').first().innerText()).split('\n')[0]}`);

  // Each waits for news; a browser opens six connections.
  const tabs = [];
  for (let i = 0; i < 8; i++) {
    tabs.push(await tab.context().newPage());
    await tabs[i].goto(`${home}posts/2026/11/pan-negro.html`, { timeout: 5000 });
  }
  fs.appendFileSync(file, '\nPara todas.\n');
  for (const one of tabs) await one.waitForFunction(() => document.body.textContent.includes('Para todas.'), null, { timeout: 10000, polling: 200 });
  console.log('eight tabs at once are fresh');
  await browser.close();
})().catch((error) => {
  console.log(`failed: ${error.message.split('\n')[0]}`);
  process.exit(1);
});
