// Opens reports in a browser and checks what a reader may count on. Usage: node check.mjs PAGE.html…
// Prints what is wrong and ends with 1, or says what was tried.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [1280, 800, 400, 320];
const MAX_BYTES = 2_000_000;
const FIRST_PAGE_SHEETS = 2;

const faults = [];
let tried = 0;
const check = (ok, what) => {
  tried += 1;
  if (!ok) faults.push(what);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** A page of a file; whatever leaves it or goes wrong in it is a fault. */
async function opened(file, { script = true, scheme = 'light', width = 1280 } = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: script,
    colorScheme: scheme,
    viewport: { width, height: 900 },
    acceptDownloads: true,
  });
  const at = `${basename(file)} (${scheme}, script ${script ? 'on' : 'off'})`;
  const page = await context.newPage();
  const url = pathToFileURL(resolve(file)).href;
  page.on('request', (request) => {
    if (request.url() !== url && !/^(blob|data):/.test(request.url())) faults.push(`${at}: asks for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${at}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${at}: script: ${error.message}`));
  await page.goto(url);
  return { page, at };
}

/** What a reader sees without doing anything. */
async function isWhole(page, at) {
  const found = await page.evaluate(() => {
    const seen = (element) => element && element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
    const all = (selector) => [...document.querySelectorAll(selector)];
    const headings = all('h1, h2, h3, h4').map((heading) => Number(heading.tagName[1]));
    return {
      lang: document.documentElement.lang,
      title: document.title,
      h1: all('h1').length,
      answer: seen(document.querySelector('.lead')),
      tiles: all('.tiles li').every(seen),
      charts: all('figure.chart').every((figure) => [...figure.querySelectorAll('svg')].filter(seen).length === 1),
      options: all('.choice').length === 0 || seen(document.querySelector('.choice table')),
      pictures: all('svg').filter((svg) => svg.getAttribute('role') !== 'img' || !svg.querySelector(':scope > title')?.textContent.trim() || !svg.querySelector(':scope > desc')?.textContent.trim()).length,
      tables: all('table').filter((table) => !table.caption?.textContent.trim() || !table.querySelector('th[scope=col]') || !table.querySelector('tbody th[scope=row]')).length,
      figures: all('figure.chart').filter((figure) => !figure.querySelector('figcaption h3')).length,
      steps: headings.filter((level, n) => n > 0 && level > headings[n - 1] + 1).length,
      landmarks: ['header', 'nav', 'main', 'footer'].filter((name) => !document.querySelector(`body > ${name}`)),
      twice: all('[id]').map((element) => element.id).filter((id, n, ids) => ids.indexOf(id) !== n),
    };
  });
  check(found.lang === 'en-GB' && found.title !== '' && found.h1 === 1, `${at}: language, title or its one h1 is missing`);
  for (const part of ['answer', 'tiles', 'charts', 'options']) check(found[part], `${at}: ${part} cannot be seen`);
  check(found.pictures === 0, `${at}: ${found.pictures} pictures without role, title or description`);
  check(found.tables === 0, `${at}: ${found.tables} tables without caption or scoped headers`);
  check(found.figures === 0, `${at}: ${found.figures} charts without a heading`);
  check(found.steps === 0, `${at}: headings leave out a level`);
  check(found.landmarks.length === 0, `${at}: without ${found.landmarks}`);
  check(found.twice.length === 0, `${at}: ids stand twice: ${found.twice}`);
}

/** At every width the page itself never scrolls sideways, and no words are cut off. */
async function fits(page, at) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => {
      const wide = document.documentElement.clientWidth;
      const loose = [...document.querySelectorAll('body *')].filter((element) => {
        const area = element.getBoundingClientRect();
        return area.width > 1 && area.right > wide + 1 && !element.closest('.scroll, .panel, .skip, .hidden');
      });
      return [document.documentElement.scrollWidth - wide, loose.slice(0, 3).map((element) => element.outerHTML.slice(0, 80))];
    });
    check(over[0] <= 0 && over[1].length === 0, `${at}: at ${width} px it is ${over[0]} px too wide: ${over[1]}`);
  }
}

/** What axe-core calls serious or critical. */
async function accessible(page, at, widths) {
  await page.evaluate(axe);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    const grave = violations.filter((each) => ['serious', 'critical'].includes(each.impact));
    check(grave.length === 0, `${at}: axe at ${width} px: ${grave.map((each) => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(' | ')}`).join('; ')}`);
  }
}

/** The tab key reaches everything that can be used, in the order of the page, and nothing holds it. */
async function byKeyboard(page, at, script) {
  await page.setViewportSize({ width: 400, height: 900 });
  const wanted = await page.evaluate(() => {
    const usable = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
    const there = usable.filter((element) => element.checkVisibility());
    there.forEach((element, n) => { element.dataset.stop = n; });
    return there.length;
  });
  const reached = [];
  for (let n = 0; n < wanted + 2; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const on = document.activeElement;
      if (!on?.dataset.stop) return null;
      const style = getComputedStyle(on);
      return [Number(on.dataset.stop), style.outlineStyle !== 'none' || style.boxShadow !== 'none'];
    });
    if (stop === null) break;
    reached.push(stop[0]);
    check(stop[1], `${at}: focus cannot be seen on stop ${stop[0]}`);
  }
  check(reached.length === wanted && reached.every((stop, n) => stop === n), `${at}: the tab key reaches ${reached.length} of ${wanted} stops, in the order ${reached.slice(0, 40)}`);

  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  await page.focus('.skip');
  await page.keyboard.press('Enter');
  check((await page.evaluate(() => document.activeElement?.id)) === 'main', `${at}: the skip link does not lead to the answer`);

  const summary = page.locator('summary').first();
  if ((await summary.count()) > 0) {
    await summary.focus();
    await page.keyboard.press('Enter');
    check(await page.evaluate(() => document.querySelector('details').open), `${at}: Enter does not unfold a table`);
    await page.keyboard.press('Enter');
  }
  if (!script) {
    check((await page.locator('button').count()) === 0, `${at}: a button that does nothing without script`);
  }
}

/** What the script adds. */
async function enhanced(page, at) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(() => {
    window.copied = [];
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied.push(text); } } });
  });
  // As handles: a button that was pressed is called otherwise for a while.
  const copies = await page.locator('figure.chart button:has-text("Copy data")').elementHandles();
  for (const copy of copies) {
    await copy.focus();
    await page.keyboard.press('Enter');
  }
  await page.waitForFunction((count) => window.copied.length === count, copies.length, { timeout: 5000 }).catch(() => {});
  const [texts, sizes] = await page.evaluate(() => [window.copied, [...document.querySelectorAll('figure.chart table')].map((table) => [table.rows.length, table.rows[0].cells.length])]);
  check(texts.length === sizes.length, `${at}: ${texts.length} of ${sizes.length} tables were copied`);
  texts.forEach((text, n) => {
    const rows = text.trimEnd().split('\r\n');
    check(rows.length === sizes[n]?.[0], `${at}: ${rows.length} rows were copied of ${sizes[n]?.[0]}`);
    check(!rows.slice(1).some((row) => /(^|,)[=@]/.test(row)), `${at}: a copied cell would be run by a spreadsheet`);
  });

  const save = page.locator('button:has-text("Save picture")').first();
  if ((await save.count()) > 0) {
    const [file] = await Promise.all([page.waitForEvent('download', { timeout: 15000 }).catch(() => null), save.click()]);
    check(file !== null && file.suggestedFilename().endsWith('.png'), `${at}: no picture is saved`);
    if (file) {
      const bytes = readFileSync(await file.path());
      check(bytes.length > 5000 && bytes.subarray(1, 4).toString() === 'PNG', `${at}: the saved picture is none`);
    }
  }

  // A chart with values: the arrow keys read them and Escape puts them away.
  const panel = page.locator('.panel:has([data-tip])').first();
  if ((await panel.count()) > 0) {
    await panel.focus();
    await page.keyboard.press('ArrowRight');
    const value = panel.locator('.value');
    const first = await value.textContent();
    check((await value.isVisible()) && first !== '', `${at}: the arrow keys read no value`);
    await page.keyboard.press('End');
    check((await page.locator('[role=status]').textContent()) === (await value.textContent()), `${at}: a value is not announced`);
    await page.keyboard.press('Escape');
    check(await value.isHidden(), `${at}: Escape does not put a value away`);
    await panel.locator('[data-tip]').first().hover({ force: true, timeout: 2000 }).catch(() => {});
    check(await value.isVisible(), `${at}: the pointer reads no value`);
  }

  const box = page.locator('fieldset input').first();
  if ((await box.count()) > 0) {
    await box.focus();
    await page.keyboard.press('Space');
    check((await page.locator('.off').count()) > 0, `${at}: nothing is hidden by its box`);
    await page.keyboard.press('Space');
    check((await page.locator('.off').count()) === 0, `${at}: what was hidden does not come back`);
  }

  const choose = page.locator('#choose');
  if ((await choose.count()) > 0) {
    const shown = async () => page.locator('.choice:visible').count();
    check((await shown()) === 1, `${at}: not one table of options is shown`);
    await choose.selectOption('all');
    check((await shown()) === (await page.locator('.choice').count()), `${at}: not all tables of options can be shown`);
    await choose.selectOption('0');
  }
}

/** On A4: what is folded is open, what only a screen can do is gone, and the first page takes two sheets. */
async function prints(page, at) {
  // An A4 sheet less its margins, at 96 to the inch.
  const [wide, high] = [688, 1020];
  await page.setViewportSize({ width: wide, height: high });
  await page.emulateMedia({ media: 'print' });
  const found = await page.evaluate(() => {
    const shown = (element) => element.getBoundingClientRect().height > 0;
    const all = (selector) => [...document.querySelectorAll(selector)];
    const rests = document.querySelector('section.rests-on');
    return {
      folded: all('details.numbers:not(.screen)').filter((details) => !shown(details.querySelector('table')) || !details.querySelector('table').checkVisibility({ contentVisibilityAuto: true })).length,
      buttons: all('button, nav, .skip, select').filter(shown).length,
      height: rests ? rests.getBoundingClientRect().top + scrollY : 0,
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  });
  check(found.folded === 0, `${at}: ${found.folded} tables stay folded in print`);
  check(found.buttons === 0, `${at}: ${found.buttons} buttons or links are printed`);
  check(found.over <= 0, `${at}: printed, it is ${found.over} px too wide`);
  check(found.height <= FIRST_PAGE_SHEETS * high, `${at}: the first page takes ${(found.height / high).toFixed(2)} sheets of A4`);
  await page.emulateMedia({ media: null });
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: node check.mjs PAGE.html…');
  process.exit(2);
}
const started = Date.now();
await Promise.all(files.map(async (file) => {
  const size = readFileSync(file).length;
  check(size < MAX_BYTES, `${basename(file)}: ${size} bytes`);
  for (const scheme of ['light', 'dark']) {
    for (const script of [true, false]) {
      const { page, at } = await opened(file, { script, scheme });
      await isWhole(page, at);
      await fits(page, at);
      if (script) await accessible(page, at, scheme === 'light' ? [1280, 320] : [1280]);
      if (scheme === 'light') {
        await byKeyboard(page, at, script);
        await prints(page, at);
        if (script) await enhanced(page, at);
      }
      await page.context().close();
    }
  }
}));
await browser.close();
const seconds = ((Date.now() - started) / 1000).toFixed(0);
if (faults.length > 0) {
  console.error([...new Set(faults)].map((fault) => `fault: ${fault}`).join('\n'));
  process.exit(1);
}
console.log(`${files.length} pages, ${tried} checks, no fault (${seconds}s)`);
