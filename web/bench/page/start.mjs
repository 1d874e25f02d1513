/** Posts the milliseconds from navigation to the first login. */
export async function report(Realtime) {
  const parameters = Object.fromEntries(new URLSearchParams(location.search));
  let result;
  try {
    const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: parameters.server });
    await realtime.createIMClient('bench-start');
    result = { values: { ms: performance.now() } };
  } catch (error) {
    result = { error: String(error?.stack ?? error) };
  }
  const next = await fetch('/result', { method: 'POST', body: JSON.stringify({ ...parameters, ...result }) });
  const url = await next.text();
  if (url) location.replace(url);
}
