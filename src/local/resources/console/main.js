import { h } from './dom.js';
import { use } from './commands.js';
import { listen, view } from './requests.js';
import * as overview from './overview.js';
import * as images from './images.js';
import * as rules from './rules.js';
import * as backfills from './backfills.js';
import * as failures from './failures.js';

const VIEWS = { '/': overview, '/images': images, '/rules': rules, '/backfills': backfills, '/failures': failures };
const main = document.getElementById('view');
let shown = '';
let reading = false;
let again = false;
/** What could not be read may be there again with no event to tell. */
const RETRY_MILLIS = 2000;

function asked() {
  const [path, query] = (location.hash.slice(1) || '/').split('?');
  return { path: VIEWS[path] ? path : '/', query: new URLSearchParams(query ?? '') };
}

/** One reading at a time; what changes meanwhile is read once more after it. */
async function refresh() {
  if (reading) { again = true; return; }
  reading = true;
  do {
    again = false;
    await show();
  } while (again);
  reading = false;
}

async function show() {
  const { path, query } = asked();
  const current = VIEWS[path];
  try {
    const data = await Promise.all(current.needs(query).map(view));
    const text = location.hash + JSON.stringify(data);
    if (text === shown || path !== asked().path) return;
    shown = text;
    replace([current.render(data, query)].flat(3).filter(Boolean));
  } catch (failure) {
    shown = '';
    replace([h('h1', {}, current.title), h('p', { class: 'panel error', role: 'alert' }, `It could not be read: ${failure.message}`)]);
    setTimeout(refresh, RETRY_MILLIS);
  }
}

/** Whoever is somewhere by keyboard stays there. */
function replace(elements) {
  const key = document.activeElement?.dataset?.key;
  main.replaceChildren(...elements);
  if (key) [...main.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key)?.focus({ preventScroll: true });
}

function arrive() {
  const { path } = asked();
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash.slice(1) === path) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${VIEWS[path].title} · Ferry console`;
  return refresh();
}

function connected(on) {
  const live = document.getElementById('live');
  live.textContent = on ? 'live' : 'connection lost, trying again';
  live.classList.toggle('on', on);
}

document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); main.focus(); });
window.addEventListener('hashchange', () => { if (asked().path !== location.hash.slice(1).split('?')[0]) return; arrive(); });
use(await view('about'));
await arrive();
listen(refresh, connected);
