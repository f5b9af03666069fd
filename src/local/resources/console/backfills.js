import { breakable, h, state, table, time } from './dom.js';
import { aws, commands, own } from './commands.js';

export const title = 'Backfills';
export const needs = () => ['backfills'];
const KINDS = { COMPLETE: 'good', FAILED: 'bad' };

export function render([{ backfills }]) {
  const first = backfills[0];
  return [
    h('h1', {}, 'Backfills'),
    h('p', { class: 'lead' }, 'What was in a registry before its rule, on its way to a destination.'),
    backfills.length === 0 ? h('div', { class: 'panel empty' }, h('p', {}, 'There is no backfill.'))
      : table('Backfills', ['From', 'To', 'Status', 'Progress', 'Started', 'Id'], backfills.map(row)),
    commands(...first ? [aws(first.registry, 'list-replication-backfills'), own('backfill', 'show', first.registry, first.replicationBackfillId)]
      : [own('backfill', 'start', '111122223333/us-west-2', '111122223333/eu-west-1')]),
  ];
}

function row(one) {
  const done = one.completed + one.failed;
  const label = `${one.completed} of ${one.total}${one.failed ? `, ${one.failed} failed` : ''}`;
  return h('tr', {},
    h('td', { class: 'mono' }, breakable(one.registry)), h('td', { class: 'mono' }, breakable(one.destination)),
    h('td', {}, state(KINDS[one.status] ?? 'wait', one.status.toLowerCase().replaceAll('_', ' ')), one.failureCode && h('div', { class: 'bad' }, one.failureCode)),
    h('td', {}, h('progress', { max: Math.max(one.total, 1), value: one.total ? done : one.status === 'COMPLETE' ? 1 : 0, 'aria-label': label }), h('div', { class: one.failed ? 'bad' : 'quiet' }, label)),
    h('td', {}, time(one.startedAt)), h('td', { class: 'mono quiet id' }, one.replicationBackfillId));
}
