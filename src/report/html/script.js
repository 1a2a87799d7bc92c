(() => {
  'use strict';
  // Adds to a page that is whole without it: values of marks, copies, pictures, choices. Asks nothing of any server.
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (name, attributes = {}, text = '') => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.textContent = text;
    return element;
  };
  const button = (text, what, act) => {
    const made = make('button', { type: 'button' }, text);
    // Which one it is, for those who hear a list of buttons.
    if (what) made.append(make('span', { class: 'hidden' }, ': ' + what));
    made.addEventListener('click', act);
    return made;
  };

  const said = make('p', { class: 'hidden', role: 'status' });
  document.body.append(said);
  const say = (text) => { said.textContent = text; };

  const copy = async (text, from, words) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make('textarea', { 'aria-hidden': 'true', class: 'hidden' });
      area.value = text;
      document.body.append(area);
      area.select();
      const copied = document.execCommand('copy');
      area.remove();
      from.focus();
      if (!copied) { say('The browser does not allow copying here'); return; }
    }
    say(words);
    const before = from.firstChild.textContent;
    if (before !== 'Copied') {
      from.firstChild.textContent = 'Copied';
      setTimeout(() => { from.firstChild.textContent = before; }, 2000);
    }
  };

  // Numbers as programs read them; a text that a spreadsheet would run gets an apostrophe.
  const cell = (td) => {
    if (td.querySelector('.none')) return '';
    const text = td.textContent.trim();
    const number = text.replace(/−/g, '-').replace(/,(?=\d{3})/g, '');
    if (/^[+-]?\d+(\.\d+)?$/.test(number)) return number.replace('+', '');
    const safe = /^[=+\-@]/.test(text) ? "'" + text : text;
    return /[",\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  };
  const csv = (table) => all('tr', table).map((row) => [...row.cells].map(cell).join(',')).join('\r\n') + '\r\n';
  const copies = (table, name) => {
    const made = button('Copy data (CSV)', name, () => copy(csv(table), made, 'Copied as CSV'));
    return made;
  };

  const save = (blob, name) => {
    const link = make('a', { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say('Saved as ' + name);
  };
  // The whole picture, with the headline and source that the page says beside it.
  const picture = (svg, name) => {
    const whole = svg.cloneNode(true);
    all('[data-tip], .off', whole).forEach((mark) => mark.remove());
    const [, , wide, high] = whole.dataset.whole.split(' ').map(Number);
    whole.setAttribute('viewBox', whole.dataset.whole);
    whole.setAttribute('width', wide / 4);
    whole.setAttribute('height', high / 4);
    const text = new XMLSerializer().serializeToString(whole);
    const blob = new Blob([text], { type: 'image/svg+xml' });
    const image = new Image();
    image.onload = () => {
      const canvas = make('canvas', { width: wide / 2, height: high / 2 });
      canvas.getContext('2d').drawImage(image, 0, 0, wide / 2, high / 2);
      URL.revokeObjectURL(image.src);
      canvas.toBlob((png) => (png ? save(png, name + '.png') : save(blob, name + '.svg')));
    };
    image.onerror = () => save(blob, name + '.svg');
    image.src = URL.createObjectURL(blob);
  };

  // Values of marks: under the pointer, and with the arrow keys once the chart is focused.
  const values = (panel) => {
    const box = make('p', { class: 'value', hidden: '', 'aria-hidden': 'true' });
    panel.append(box);
    all('[data-tip] > title', panel).forEach((title) => title.remove());
    let at = null;
    const show = (mark) => {
      if (at) at.classList.remove('read');
      at = mark;
      box.hidden = !mark;
      if (!mark) return;
      mark.classList.add('read');
      box.textContent = mark.dataset.tip;
      const area = mark.getBoundingClientRect();
      const around = panel.getBoundingClientRect();
      const left = area.left + area.width / 2 - around.left - box.offsetWidth / 2;
      const above = area.top - around.top - box.offsetHeight - 6;
      const below = Math.min(area.bottom - around.top + 6, around.height - box.offsetHeight - 4);
      box.style.left = Math.max(4, Math.min(left, around.width - box.offsetWidth - 4)) + panel.scrollLeft + 'px';
      box.style.top = (above > 0 ? above : Math.max(4, below)) + 'px';
    };
    const marks = () => all('[data-tip]', panel).filter((mark) => !mark.closest('.off') && mark.getClientRects().length);
    panel.addEventListener('pointerover', (event) => show(event.target.closest('[data-tip]')));
    panel.addEventListener('pointerleave', () => show(null));
    panel.addEventListener('blur', () => show(null));
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') { show(null); return; }
      const there = marks();
      const now = there.indexOf(at);
      const next = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now < 0 ? -1 : now - 1, ArrowUp: now < 0 ? -1 : now - 1, Home: 0, End: -1 }[event.key];
      if (next === undefined || !there.length || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const mark = there.at(Math.min(next, there.length - 1));
      mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      show(mark);
      say(mark.dataset.tip);
    });
  };

  // One choice for each series that the chart names.
  const choices = (panel) => {
    const names = [...new Set(all('[data-series]', panel).map((group) => group.dataset.series))];
    if (names.length < 2) return;
    const set = make('fieldset');
    set.append(make('legend', {}, 'Show'));
    names.forEach((name) => {
      const label = make('label');
      const box = make('input', { type: 'checkbox' });
      box.checked = true;
      box.addEventListener('change', () => {
        all('[data-series]', panel).forEach((group) => {
          if (group.dataset.series === name) group.classList.toggle('off', !box.checked);
        });
      });
      label.append(box, name);
      set.append(label);
    });
    panel.before(set);
  };

  all('figure.chart').forEach((figure) => {
    const panel = figure.querySelector('.panel');
    const table = figure.querySelector('table');
    const title = figure.querySelector('h3').textContent;
    const tools = make('div', { class: 'tools' });
    if (table) tools.append(copies(table, title));
    tools.append(button('Save picture', title, () => {
      picture(all('svg', panel).find((svg) => svg.getClientRects().length), figure.dataset.name);
    }));
    if (panel.querySelector('[data-tip]')) {
      values(panel);
      tools.append(make('p', { class: 'quiet' }, 'Values: point at the chart, or move through it with the arrow keys.'));
    }
    choices(panel);
    (figure.querySelector('details') || panel).after(tools);
  });

  // Several tables of options: one at a time, by what they count.
  const options = all('.choice');
  options.forEach((option) => {
    const table = option.querySelector('table');
    const tools = make('div', { class: 'tools' });
    tools.append(copies(table, table.caption.textContent));
    option.append(tools);
  });
  if (options.length > 1) {
    const select = make('select', { id: 'choose' });
    options.forEach((option, number) => {
      const caption = option.querySelector('caption').textContent;
      select.append(make('option', { value: number }, caption.trim()));
    });
    select.append(make('option', { value: 'all' }, 'All of them'));
    const choose = () => options.forEach((option, number) => {
      option.hidden = select.value !== 'all' && Number(select.value) !== number;
    });
    select.addEventListener('change', choose);
    choose();
    const tools = make('div', { class: 'tools' });
    tools.append(make('label', { class: 'choose', for: 'choose' }, 'Show'), select);
    options[0].before(tools);
  }

  all('.commands li').forEach((item) => {
    const code = item.querySelector('code').textContent;
    const made = button('Copy', code, () => copy(code, made, 'Copied'));
    item.append(made);
  });

  // Only what scrolls, or has values to move through, is a stop for the keyboard.
  const stops = () => all('.scroll, .panel').forEach((region) => {
    const stop = region.scrollWidth > region.clientWidth + 1 || region.querySelector('[data-tip]');
    if (stop) region.setAttribute('tabindex', '0'); else region.removeAttribute('tabindex');
  });
  stops();
  addEventListener('resize', stops);
  all('details').forEach((details) => details.addEventListener('toggle', stops));

  // Browsers that cannot open what is folded by style alone.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all('details.numbers:not(.screen):not([open])');
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener('afterprint', () => opened.forEach((details) => { details.open = false; }));
})();
