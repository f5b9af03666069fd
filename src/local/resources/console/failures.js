import { breakable, duration, h, short, table, time } from './dom.js';
import { aws, commands, own } from './commands.js';
import { retry } from './requests.js';

export const title = 'Failures';
export const needs = () => ['failures'];

export function render([{ failures }]) {
  return [
    h('h1', {}, 'Failures'),
    h('p', { class: 'lead' }, 'What did not arrive within seven days, and why. Put right what the reason says, then try it again: it is the same push, and overwrites nothing newer.'),
    failures.length === 0 ? h('div', { class: 'panel empty' }, h('p', {}, 'Nothing failed.')) : [
      h('div', { class: 'bar' }, h('button', { type: 'button', class: 'main', 'data-key': 'retry all', click: again({ all: 'true' }) },
        failures.length === 1 ? 'Retry it' : `Retry all ${failures.length}`)),
      table('Failures', ['Image', 'To', 'Failed', 'Why', 'Again'], failures.map(row), 'stacked')],
    commands(own('retry', '--all'), ...failures.slice(0, 1).flatMap((one) => [own('retry', one.pushId, one.destination), status(one)])),
  ];
}

const image = (one) => one.repositoryName + (one.imageTag ? `:${one.imageTag}` : `@${short(one.imageDigest)}`);
const name = (one) => `${one.registry}/${image(one)}`;

const status = (one) => aws(one.registry, 'describe-image-replication-status', '--repository-name', one.repositoryName,
  '--image-id', one.imageTag ? `imageTag=${one.imageTag}` : `imageDigest=${one.imageDigest}`);

function row(one) {
  return h('tr', { 'data-push': one.pushId },
    h('td', { class: 'name' }, h('div', { class: 'mono' }, one.action === 'DELETE' && 'deletion of ', image(one)), h('div', { class: 'quiet' }, breakable(one.registry))),
    h('td', { class: 'mono', 'data-label': 'to' }, breakable(one.destination)),
    h('td', { class: 'when' }, time(one.failedAt), h('div', { class: 'quiet' }, `after ${duration(one.lagMillis)}`)),
    h('td', { class: 'why' }, h('strong', { class: 'bad' }, one.failureCode), h('div', {}, one.reason)),
    h('td', {}, h('button', { type: 'button', 'data-key': `retry ${one.pushId} ${one.destination}`, 'aria-label': `Retry ${name(one)} to ${one.destination}`,
      click: again({ push: one.pushId, destination: one.destination }) }, 'Retry')));
}

const again = (what) => async (event) => {
  event.currentTarget.disabled = true;
  const { begun } = await retry(what);
  document.getElementById('said').textContent = `${begun} attempted anew`;
};
