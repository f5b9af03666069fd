const BASE = '/_ferry/console/';

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.message ?? `the console answered ${response.status}`);
  return body;
}

export const view = async (name) => answer(await fetch(`${BASE}views/${name}`));

/** The header is one that no page of another origin may send. */
export const retry = async (what) => answer(await fetch(`${BASE}retry?${new URLSearchParams(what)}`,
  { method: 'POST', headers: { 'X-Ferry-Console': '1' } }));

export function listen(changed, connected) {
  const events = new EventSource(`${BASE}events`);
  events.addEventListener('changed', changed);
  events.addEventListener('open', () => { connected(true); changed(); });
  events.addEventListener('error', () => connected(false));
}
