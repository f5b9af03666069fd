import { h, state, tags } from './dom.js';
import { aws, commands } from './commands.js';

export const title = 'Rules';
export const needs = () => ['rules'];

export function render([{ registries }]) {
  return [
    h('h1', {}, 'Rules'),
    h('p', { class: 'lead' }, 'Where each registry replicates to, which repositories that takes, and whether the destinations let it in.'),
    registries.length === 0 && h('div', { class: 'panel empty' }, h('p', {}, 'No registry has a replication rule.')),
    registries.map(({ registry, rules }) => [h('h2', { class: 'mono' }, registry), h('div', { class: 'panel' }, rules.map(rule))]),
    commands(...(registries.length ? registries.map(({ registry }) => aws(registry, 'describe-registry')) : [aws('111122223333/us-west-2', 'describe-registry')])),
  ];
}

function rule(one) {
  return h('div', { class: 'rule' }, h('h3', {}, `Rule ${one.rule}`), h('dl', {},
    h('dt', {}, 'Filters'), h('dd', {}, one.filters.length ? tags(one.filters) : 'none: every repository'),
    h('dt', {}, 'Matches'), h('dd', {}, one.repositories.length ? tags(one.repositories) : h('span', { class: 'quiet' }, 'no repository there is yet')),
    h('dt', {}, 'Deletions'), h('dd', {}, one.deletions ? 'replicated' : 'not replicated'),
    one.verdicts ? one.verdicts.map(verdict) : one.destinations.map((to) => [h('dt', { class: 'mono' }, to), h('dd', { class: 'quiet' }, 'not asked, as nothing matches')])));
}

const verdict = (one) => [h('dt', { class: 'mono' }, `${one.registryId}/${one.region}`),
  h('dd', {}, state(one.replicates ? 'good' : 'bad', one.replicates ? 'allowed' : one.failureCode ?? 'no'), ' ', one.why)];
