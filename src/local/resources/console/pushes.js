import { breakable, duration, h, short, size, state, time } from './dom.js';

export function pushes(all) {
  if (all.length === 0) return h('div', { class: 'panel empty' }, h('p', {}, 'No push since the console started. The next one shows here by itself.'));
  return h('div', { class: 'panel', id: 'timeline' }, all.map(push));
}

export function push(one) {
  const longest = Math.max(...one.replications.map((to) => spent(one, to)), 1);
  const opened = new Set(one.replications.map((to) => `${to.registryId}/${to.region}`));
  const planned = one.plan.filter((to) => !opened.has(to));
  return h('article', { class: 'push', 'data-push': one.pushId },
    h('div', {},
      one.repositoryName ? h('h3', {}, image(one)) : h('h3', {}, 'Last push'),
      h('span', { class: 'mono quiet' }, one.registry ? `${one.registry}  ${short(one.imageDigest)}` : short(one.imageDigest)),
      time(one.pushedAt)),
    h('ul', { class: 'ways' },
      one.replications.map((to) => replication(one, to, longest)),
      planned.map((to) => h('li', {}, h('span', { class: 'mono' }, to), state('wait', 'waiting'))),
      one.plan.length === 0 && h('li', {}, h('span', { class: 'quiet' }, 'No rule picks it: it goes nowhere.'))));
}

function image(one) {
  const query = new URLSearchParams({ registry: one.registry, repository: one.repositoryName, digest: one.imageDigest, tag: one.imageTag ?? '' });
  return h('a', { href: `#/images?${query}`, 'data-key': `push ${one.pushId}` }, one.repositoryName + (one.imageTag ? `:${one.imageTag}` : ''));
}

const since = (one, at) => new Date(at) - new Date(one.pushedAt);
const spent = (one, to) => Math.max(0, to.endedAt ? since(one, to.endedAt) : Date.now() - new Date(one.pushedAt));

const STATES = {
  COMPLETE: () => ['good', 'complete'],
  FAILED: () => ['bad', 'failed'],
  IN_PROGRESS: (to) => ['wait', to.grantedAt ? 'copying' : 'waiting'],
};

function replication(one, to, longest) {
  const [kind, word] = STATES[to.status](to);
  const total = 100 * spent(one, to) / longest;
  const waited = to.grantedAt ? Math.min(total, 100 * Math.max(0, since(one, to.grantedAt)) / longest) : total;
  return h('li', { 'data-status': to.status },
    h('span', { class: 'mono' }, breakable(`${to.registryId}/${to.region}`)),
    h('span', {}, state(kind, word), to.attempt > 0 && h('span', { class: 'quiet' }, ` try ${to.attempt + 1}`)),
    h('svg', { 'aria-hidden': 'true' },
      h('rect', { class: 'track', width: '100%', height: 8, rx: 4 }),
      h('rect', { class: `waiting ${kind}`, width: `${waited}%`, height: 8, rx: 4 }),
      h('rect', { class: `copying ${kind}`, x: `${waited}%`, width: `${total - waited}%`, height: 8, rx: 4 })),
    h('span', { class: 'number' }, to.endedAt ? duration(spent(one, to)) : ''),
    h('span', { class: 'quiet' }, layers(to)),
    to.reason && h('p', { class: 'why' }, `${to.failureCode}: ${to.reason}`));
}

const layers = (to) => (to.copiedBytes === undefined ? '' : `${size(to.copiedBytes)} copied, ${size(to.skippedBytes)} skipped`);
