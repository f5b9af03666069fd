// Elements are made, never parsed: whatever a tag or an annotation says is text.
const SVG = 'http://www.w3.org/2000/svg';
const DRAWN = new Set(['svg', 'g', 'path', 'rect', 'text', 'defs', 'marker', 'title']);

export function h(name, attributes = {}, ...children) {
  const element = DRAWN.has(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat(3)) {
    if (child !== undefined && child !== null && child !== false) element.append(child);
  }
  return element;
}

/** @param kind of class stacked, the cells of a row are on one another in a narrow window */
export function table(caption, heads, rows, kind = '') {
  return h('div', { class: 'panel scroll', role: 'region', 'aria-label': caption, tabindex: 0, 'data-key': `table ${caption}` },
    h('table', { class: kind },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, heads.map((head) => h('th', { scope: 'col', class: head.number && 'number' }, head.text ?? head.content ?? head)))),
      h('tbody', {}, rows)));
}

/** A registry as two lines, which take less room side by side. */
export function registry(name, note = '') {
  const [account, region] = name.split('/');
  return [h('div', { class: 'mono' }, account), h('div', { class: 'quiet' }, region + note)];
}

/** A registry in a line, which breaks between its two parts alone. */
export function breakable(name) {
  const [account, region] = name.split('/');
  return [h('span', { class: 'word' }, `${account}/`), h('wbr'), h('span', { class: 'word' }, region)];
}

export const short = (digest) => digest.replace(/^(sha\d+:.{12}).*/, '$1');
export const state = (kind, text) => h('span', { class: `state ${kind}` }, text);
export const tags = (all) => h('div', { class: 'tags' }, all.map((tag) => h('span', { class: 'tag' }, tag)));

export function duration(millis) {
  if (millis === undefined) return '–';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 60000) return `${(millis / 1000).toFixed(1)} s`;
  return millis < 3600000 ? `${Math.round(millis / 60000)} min` : `${(millis / 3600000).toFixed(1)} h`;
}

export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) { bytes /= 1000; unit++; }
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

export function time(text) {
  const at = new Date(text);
  const today = at.toDateString() === new Date().toDateString();
  return h('time', { datetime: text, title: text }, today ? at.toLocaleTimeString() : at.toLocaleString());
}
