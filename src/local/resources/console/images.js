import { breakable, h, registry as twoLines, short, size, state, table, tags, time } from './dom.js';
import { aws, commands, own } from './commands.js';
import { push } from './pushes.js';

export const title = 'Images';

export function needs(query) {
  const names = [`images?${query}`];
  if (query.get('digest')) names.push(`image?${query}`);
  return names;
}

const link = (query, changes) => `#/images?${new URLSearchParams({ ...Object.fromEntries(query), ...changes })}`;

export function render([all, image], query) {
  const registry = query.get('registry') ?? '';
  const repository = query.get('repository') ?? '';
  return [
    h('h1', {}, 'Images'),
    h('p', { class: 'lead' }, 'What a registry has, beside what its destinations have of it.'),
    chooser(all.registries, registry),
    registry && h('div', { class: 'pair' },
      h('div', {}, h('h2', {}, 'Repositories'), repositories(all.repositories, query, registry, repository)),
      h('div', {}, all.images && [h('h2', {}, repository), sides(all, query, registry, repository)],
        !all.images && all.repositories.length > 0 && h('p', { class: 'quiet' }, 'Choose a repository.'))),
    image && one(image, query),
    registry && lines(registry, repository, query),
  ];
}

function chooser(registries, chosen) {
  const go = (event) => { location.hash = `#/images?${new URLSearchParams({ registry: event.target.value })}`; };
  return h('div', { class: 'bar' }, h('label', {}, 'Registry',
    h('select', { 'data-key': 'registry', change: go },
      h('option', { value: '' }, 'Choose one'),
      registries.map((name) => h('option', { value: name, selected: name === chosen }, name)))));
}

function repositories(all, query, registry, chosen) {
  if (all.length === 0) return h('p', { class: 'quiet' }, 'There is none yet.');
  return h('ul', { class: 'panel list', 'aria-label': 'Repositories' }, all.map(({ repositoryName }) => h('li', {},
    h('a', { href: `#/images?${new URLSearchParams({ registry, repository: repositoryName })}`, 'data-key': `repository ${repositoryName}`,
      'aria-current': repositoryName === chosen ? 'true' : null }, repositoryName))));
}

function sides({ sides: names, picked, images, repositories: all }, query, registry, repository) {
  if (images.length === 0) {
    const there = all.some(({ repositoryName }) => repositoryName === repository);
    return h('div', { class: 'panel empty' }, h('p', {}, there ? 'No image is in it.' : 'There is no such repository.'));
  }
  return table('Images at each registry', ['Image', ...names.map((name) => ({ content: twoLines(name, name === registry ? ', source' : '') }))],
    [...images].sort((one, other) => new Date(other.pushedAt) - new Date(one.pushedAt)).map((image) => h('tr', {},
      h('td', { class: 'image' }, h('a', { class: 'mono', 'data-key': `image ${image.imageDigest}`, href: link(query, { digest: image.imageDigest, tag: image.at[registry]?.[0] ?? '' }) }, short(image.imageDigest)),
        h('div', { class: 'quiet' }, `${size(image.sizeInBytes)} · ${kind(image)}`), h('div', { class: 'quiet' }, time(image.pushedAt))),
      names.map((name) => h('td', {}, cell(image, name, registry, picked))))));
}

const kind = (image) => image.artifactType ?? (/index|list/.test(image.mediaType) ? 'index' : image.subject ? 'referrer' : 'image');

function cell(image, name, source, picked) {
  const here = image.at[name];
  const there = image.at[source];
  if (!here && name === source) return state('wait', 'not here');
  if (!here) return picked.includes(name) ? state('bad', 'missing') : h('span', { class: 'quiet' }, 'no rule');
  const lacking = name === source || !there ? [] : there.filter((tag) => !here.includes(tag));
  return [here.length ? tags(here) : h('span', { class: 'quiet' }, 'without a tag'), lacking.length > 0 && h('div', { class: 'wait' }, `not ${lacking.join(', ')}`)];
}

function one(image, query) {
  return h('section', { 'aria-labelledby': 'one' },
    h('h2', { id: 'one' }, `Why it is where it is: ${query.get('tag') || short(query.get('digest'))}`),
    image.rules.length === 0 ? h('p', { class: 'quiet' }, 'This registry has no replication rule.') : table('What each rule makes of it', ['Rule', 'Destination', 'Replicates', 'Why'], image.rules.map((rule) => h('tr', {},
      h('td', { 'data-label': 'rule' }, rule.rule), h('td', { class: 'mono' }, breakable(`${rule.registryId}/${rule.region}`)),
      h('td', {}, state(rule.replicates ? 'good' : 'bad', rule.replicates ? 'yes' : rule.failureCode ?? 'no')), h('td', {}, rule.why))), 'stacked'),
    image.lastPush && [h('h2', {}, 'Its last push'), h('div', { class: 'panel' }, push(image.lastPush))],
    image.referrers.length > 0 && [h('h2', {}, 'Referrers'), h('ul', { class: 'panel list' }, image.referrers.map((digest) =>
      h('li', {}, h('a', { class: 'mono', 'data-key': `referrer ${digest}`, href: link(query, { digest, tag: '' }) }, digest))))],
    h('h2', {}, 'Manifest'),
    h('pre', { class: 'panel', tabindex: 0, role: 'region', 'aria-label': 'Manifest', 'data-key': 'manifest' }, manifest(image.manifest)));
}

function manifest(text) {
  if (text === undefined) return 'It is not here, or too large to be shown.';
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function lines(registry, repository, query) {
  if (!repository) return commands(aws(registry, 'describe-repositories'));
  const id = query.get('tag') ? `imageTag=${query.get('tag')}` : `imageDigest=${query.get('digest')}`;
  const name = `${registry}/${repository}`;
  return query.get('digest')
    ? commands(own('explain', query.get('tag') ? `${name}:${query.get('tag')}` : `${name}@${query.get('digest')}`),
      aws(registry, 'describe-image-replication-status', '--repository-name', repository, '--image-id', id),
      aws(registry, 'batch-get-image', '--repository-name', repository, '--image-ids', id))
    : commands(aws(registry, 'describe-images', '--repository-name', repository), own('explain', name));
}
