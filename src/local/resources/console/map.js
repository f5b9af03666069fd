import { duration, h } from './dom.js';

const WIDTH = 1000;
const BOX = { width: 250, height: 50, gap: 22 };

/** Sources on the left, destinations on the right; a registry that is both stands on both sides. */
export function drawn({ routes }) {
  const from = [...new Set(routes.map((route) => route.from))];
  const to = [...new Set(routes.map((route) => route.to))];
  const rows = Math.max(from.length, to.length);
  const height = rows * (BOX.height + BOX.gap) + 10;
  const y = (list, name) => 16 + (rows - list.length) * (BOX.height + BOX.gap) / 2 + list.indexOf(name) * (BOX.height + BOX.gap);
  const right = WIDTH - BOX.width - 20;
  return h('svg', { class: 'map', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': `${routes.length} routes between registries; the table below has them` },
    h('defs', {}, h('marker', { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: 'userSpaceOnUse', orient: 'auto' },
      h('path', { d: 'M0 0 8 4 0 8z' }))),
    routes.map((route) => way(route, 20 + BOX.width, y(from, route.from) + BOX.height / 2, right - 3, y(to, route.to) + BOX.height / 2)),
    routes.map((route, index) => figures(route, index, routes, right, y(to, route.to) + BOX.height / 2)),
    from.map((name) => node(name, 20, y(from, name))),
    to.map((name) => node(name, right, y(to, name))));
}

const kind = (route) => (route.failed ? 'bad' : route.open ? 'wait' : route.arrived ? '' : 'idle');

function way(route, x1, y1, x2, y2) {
  const level = x2 - 230; // where its figures stand
  const bend = (level - x1) / 2;
  return h('path', { class: `way ${kind(route)}`, 'marker-end': 'url(#tip)', d: `M${x1} ${y1}C${x1 + bend} ${y1} ${level - bend} ${y2} ${level} ${y2}H${x2}` });
}

function figures(route, index, routes, right, y) {
  const text = [route.open && `${route.open} under way`, route.failed && `${route.failed} failed`,
    route.arrived > 0 && `p50 ${duration(route.p50Millis)} · p99 ${duration(route.p99Millis)}`].filter(Boolean).join(' · ') || 'idle';
  const lane = routes.filter((other, at) => other.to === route.to && at < index).length;
  const width = text.length * 6.2 + 14;
  const x = right - 22 - width;
  const at = y + lane * 16;
  return h('g', {}, h('rect', { class: 'label', x, y: at - 9, width, height: 18, rx: 3 }),
    h('text', { class: 'figures', x: x + 7, y: at + 4 }, text));
}

function node(name, x, y) {
  const [account, region] = name.split('/');
  return h('g', {}, h('rect', { class: 'node', x, y, width: BOX.width, height: BOX.height, rx: 6 }),
    h('text', { x: x + 14, y: y + 21 }, account), h('text', { class: 'region', x: x + 14, y: y + 38 }, region));
}
