(() => {
  'use strict';
  // Draws one day of a simulated run as bars and goes on to the next only when told to.
  const root = document.querySelector('[data-replay]');
  if (!root) return;
  const { start, places } = JSON.parse(root.dataset.replay);
  const make = (name, attributes = {}, text = '') => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.textContent = text;
    return element;
  };
  const last = places[0].people.length - 1;
  const whole = (n) => n.toLocaleString('en-GB');
  const [year, month, first] = start.split('-').map(Number);
  const date = (day) => new Date(Date.UTC(year, month - 1, first + day))
    .toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const capacity = (place, day) => (place.capacity || []).reduce((now, [from, n]) => (from <= day ? n : now), null);
  const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b), 0);

  // Two groups, each with one scale, so that lengths within a group can be compared.
  const rows = [];
  const stage = make('div', { class: 'stage' });
  const inside = (place) => place.kind !== 'service';
  [['In and around hospital', inside], ['In services', (place) => !inside(place)]].forEach(([heading, belongs]) => {
    const members = places.filter(belongs);
    if (!members.length) return;
    // A limit far beyond anybody there would leave no room for the people.
    const reach = (place) => {
      const people = Math.max(most(place.people), most(place.waiting || []));
      const limit = most((place.capacity || []).map((step) => step[1]));
      return limit <= 2 * people ? Math.max(people, limit) : people;
    };
    const scale = Math.max(1, most(members.map(reach)));
    stage.append(make('h3', {}, heading));
    stage.append(make('p', { class: 'key' }, 'Whole width: ' + whole(scale) + (scale === 1 ? ' person' : ' people')));
    const list = make('ul');
    members.forEach((place) => {
      const row = make('li');
      const track = make('span', { class: 'track', 'aria-hidden': 'true' });
      const bars = ['people', 'queue', 'limit'].map((name) => make('span', { class: name }));
      const count = make('span', { class: 'count' });
      track.append(...bars);
      row.append(make('span', { class: 'place' }, place.label), ' ', track, count);
      list.append(row);
      rows.push({ place, scale, bars, count });
    });
    stage.append(list);
  });
  stage.append(make('p', { class: 'key' }, 'Bar: people there. Thin bar below it: people who wait for it. Upright line: beds or places.'));

  const told = {
    ready: (n) => (n === 1 ? 'person waits' : 'people wait') + ' to leave',
    hospital: (n) => (n === 1 ? 'person is' : 'people are') + ' in acute beds',
    door: (n) => (n === 1 ? 'waits' : 'wait') + ' at the door',
    community: (n) => (n === 1 ? 'waits' : 'wait') + ' outside hospital for a service',
  };
  const sentence = (day) => {
    const said = Object.keys(told).flatMap((kind) => places.filter((place) => place.kind === kind))
      .map((place) => whole(place.people[day]) + ' ' + told[place.kind](place.people[day]));
    return date(day) + (said.length ? ': ' + said.join('; ') : '') + '.';
  };

  const day = make('input', { type: 'range', id: 'replay-day', min: 0, max: last, step: 1, value: 0 });
  const read = make('p', { class: 'read-out', 'aria-live': 'polite' });
  const show = (at) => {
    day.value = at;
    day.setAttribute('aria-valuetext', date(at));
    read.textContent = sentence(at);
    rows.forEach(({ place, scale, bars: [people, queue, limit], count }) => {
      const n = place.people[at];
      const waiting = place.waiting ? place.waiting[at] : 0;
      const room = capacity(place, at);
      people.style.width = (100 * n) / scale + '%';
      queue.style.width = (100 * waiting) / scale + '%';
      limit.hidden = room === null || room > scale;
      if (!limit.hidden) limit.style.left = (100 * room) / scale + '%';
      count.textContent = whole(n) + (room === null ? '' : ' of ' + whole(room)) + (place.waiting ? ', ' + whole(waiting) + (waiting === 1 ? ' waits' : ' wait') : '');
    });
  };

  let playing = 0;
  const button = (text, act) => {
    const made = make('button', { type: 'button' }, text);
    made.addEventListener('click', act);
    return made;
  };
  const pause = () => {
    if (!playing) return;
    clearInterval(playing);
    playing = 0;
    play.textContent = 'Play';
    read.setAttribute('aria-live', 'polite');
    show(Number(day.value));
  };
  const by = (days) => { pause(); show(Math.max(0, Math.min(last, Number(day.value) + days))); };
  const play = button('Play', () => {
    if (playing) { pause(); return; }
    read.setAttribute('aria-live', 'off');
    play.textContent = 'Pause';
    if (Number(day.value) >= last) show(0);
    playing = setInterval(() => {
      if (Number(day.value) >= last) pause(); else show(Number(day.value) + 1);
    }, 250);
  });
  day.addEventListener('input', () => { const at = Number(day.value); pause(); show(at); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) pause(); });
  // Who asked for less motion goes by weeks, each by a click.
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const calm = () => { if (still.matches) pause(); play.hidden = still.matches; };
  still.addEventListener('change', calm);
  calm();

  const tools = make('div', { class: 'tools' });
  tools.append(play, button('A week back', () => by(-7)), button('A week on', () => by(7)), make('label', { for: 'replay-day', class: 'choose' }, 'Day'), day);
  root.append(tools, read, stage);
  show(0);
})();
