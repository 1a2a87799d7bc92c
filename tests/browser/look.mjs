// Takes pictures of a report to look at: node look.mjs PAGE.html FOLDER. Widths, light and dark, and paper as PDF.
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [file, folder] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const name = basename(file, '.html');
for (const scheme of ['light', 'dark']) {
  for (const width of [1280, 800, 400, 320]) {
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 900 } });
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage: true });
    if (scheme === 'light' && width === 1280) await page.pdf({ path: join(folder, `${name}.pdf`), preferCSSPageSize: true });
    await page.close();
  }
}
await browser.close();
