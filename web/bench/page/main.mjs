// Runs one figure with one contender in this page and posts what came of it.
import { flood, inflight, responsiveness, rtt } from './network.mjs';
import { memory, query, receive, send, sendMany } from './cpu.mjs';

const figures = { receive, send, sendMany, memory, query, flood, inflight, rtt, responsiveness };
const parameters = Object.fromEntries(new URLSearchParams(location.search));

async function post(result) {
  const next = await fetch('/result', { method: 'POST', body: JSON.stringify({ ...parameters, ...result }) });
  const url = await next.text();
  if (url) location.replace(url);
}

try {
  const values = await figures[parameters.figure](parameters.contender, parameters);
  await post({ values });
} catch (error) {
  await post({ error: String(error?.stack ?? error) });
}
