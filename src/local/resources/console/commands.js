import { h } from './dom.js';

let about = { deployed: false, command: './ferry', options: [] };

export function use(told) {
  about = told;
}

const origin = () => about.endpoint ?? location.origin;
export const host = () => new URL(origin()).host;

const quoted = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The AWS CLI's command for a registry, such as 111122223333/us-west-2. */
export function aws(registry, operation, ...words) {
  const [account, region] = registry.split('/');
  const endpoint = about.deployed ? '"$FERRY_ENDPOINT"' : origin();
  const keys = about.deployed ? '' : `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=any `;
  return `${keys}aws ecr ${operation} --region ${region} --endpoint-url ${endpoint} ${words.map(quoted).join(' ')}`.trim();
}

export const own = (...words) => [about.command, ...[...words, ...about.options].map(quoted)].join(' ');

export function commands(...lines) {
  return h('section', { class: 'commands', 'aria-labelledby': 'commands' },
    h('h2', { id: 'commands' }, 'The same from a terminal'), lines.map(command));
}

export function command(line) {
  const copy = async (event) => {
    const button = event.currentTarget;
    await navigator.clipboard.writeText(line);
    button.textContent = 'Copied';
    document.getElementById('said').textContent = 'Copied';
  };
  return h('div', { class: 'panel command' },
    h('code', {}, line.split(' ').flatMap((word, index) => [index ? ' ' : '', word.length < 44 ? h('span', { class: 'word' }, word) : word])),
    h('button', { type: 'button', 'data-key': `copy ${line}`, 'aria-label': `Copy: ${line}`, click: copy }, 'Copy'));
}
