/** Which app to log in to, and where. */
export interface Config {
  appId: string;
  appKey: string;
  /** Base URL of the server, with its scheme. */
  server: string;
}

/**
 * The development app on the server this page came from, unless the query
 * string says otherwise: `?appId=..&appKey=..&server=http://host:port`.
 */
export function readConfig(location: Location): Config {
  const query = new URLSearchParams(location.search);
  return {
    appId: query.get('appId') ?? 'dev',
    appKey: query.get('appKey') ?? 'dev',
    server: query.get('server') ?? location.origin,
  };
}
