import { breakable, duration, h, table } from './dom.js';
import { aws, command, commands, host, own } from './commands.js';
import { drawn } from './map.js';
import { pushes } from './pushes.js';

export const title = 'Overview';
export const needs = () => ['overview', 'pushes'];

export function render([overview, recent]) {
  if (overview.registries.length === 0) return empty();
  const first = overview.routes[0]?.from ?? overview.registries[0];
  return [
    h('h1', {}, 'Overview'),
    h('p', { class: 'lead' }, summary(overview)),
    overview.routes.length > 0 ? [h('div', { class: 'panel' }, drawn(overview)), h('h2', {}, 'Routes'), routes(overview.routes)] : noRules(first),
    h('h2', { id: 'pushes' }, 'Latest pushes'),
    h('p', { class: 'lead legend' }, h('span', { class: 'key waiting' }), 'waiting', h('span', { class: 'key copying' }), 'copying'),
    pushes(recent.pushes),
    commands(own('status'), aws(first, 'describe-registry')),
  ];
}

function summary({ registries, routes }) {
  const sum = (key) => routes.reduce((all, route) => all + route[key], 0);
  const many = (count, word) => `${count} ${word}${count === 1 ? '' : word.endsWith('y') ? '' : 's'}`;
  const names = registries.length === 1 ? '1 registry' : `${registries.length} registries`;
  return `${names}, ${many(routes.length, 'route')}. ${sum('open')} under way, ${sum('failed')} failed within seven days.`;
}

function routes(all) {
  return table('Routes', ['From', 'To', { text: 'Under way', number: true }, { text: 'Failed', number: true },
    { text: 'Arrived, last hour', number: true }, { text: 'p50', number: true }, { text: 'p99', number: true }],
  all.map((route) => h('tr', {},
    h('td', { class: 'mono' }, breakable(route.from)), h('td', { class: 'mono' }, breakable(route.to), !route.configured && h('span', { class: 'quiet' }, ' (no rule now)')),
    h('td', { class: `number ${route.open ? 'wait' : ''}` }, route.open),
    h('td', { class: `number ${route.failed ? 'bad' : ''}` },
      route.failed ? h('a', { href: '#/failures', class: 'bad', 'data-key': `failed ${route.from} ${route.to}` }, route.failed) : 0),
    h('td', { class: 'number' }, route.arrived),
    h('td', { class: 'number' }, duration(route.p50Millis)), h('td', { class: 'number' }, duration(route.p99Millis)))));
}

function noRules(registry) {
  const account = registry.split('/')[0];
  const rule = JSON.stringify({ rules: [{ destinations: [{ region: 'eu-west-1', registryId: account }] }] });
  return h('div', { class: 'panel empty' },
    h('p', {}, 'No registry replicates yet. Give one a rule:'),
    command(aws(registry, 'put-replication-configuration', '--replication-configuration', rule)));
}

function empty() {
  const registry = '111122223333/us-west-2';
  const rule = JSON.stringify({ rules: [{ destinations: [{ region: 'eu-west-1', registryId: '111122223333' }] }] });
  return [
    h('h1', {}, 'Overview'),
    h('div', { class: 'panel empty' },
      h('p', {}, 'Nobody has used a registry yet. Let one replicate, and make a repository in it; then push to it, and watch it go here.'),
      command(aws(registry, 'put-replication-configuration', '--replication-configuration', rule)),
      command(aws(registry, 'create-repository', '--repository-name', 'team/app')),
      command(`skopeo copy --dest-tls-verify=false --dest-creds 111122223333:any oci:image docker://111122223333.dkr.ecr.us-west-2.${host()}/team/app:1.0`)),
  ];
}
