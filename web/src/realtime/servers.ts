import { getAdapter } from '../adapters';
import type { RealtimeOptions } from './options';

/** Absolute addresses of an app's servers. */
export interface Servers {
  router: string;
  api: string;
}

/** The app's servers: those of the options, else those that LeanCloud's app router names. */
export async function findServers({ appId, server }: RealtimeOptions): Promise<Servers> {
  if (typeof server === 'string') return { router: trim(server), api: trim(server) };
  if (server) return { router: trim(server.RTMRouter), api: trim(server.api) };
  try {
    const { data } = await getAdapter('request')(`https://app-router.com/2/route?appId=${encodeURIComponent(appId)}`);
    const { rtm_router_server: router, api_server: api } = data as Record<string, unknown>;
    if (typeof router === 'string' && typeof api === 'string') {
      return { router: `https://${router}`, api: `https://${api}` };
    }
  } catch {
    // The names below are what the router would say.
  }
  const id = appId.slice(0, 8).toLowerCase();
  return { router: `https://${id}.rtm.lncldglobal.com`, api: `https://${id}.api.lncldglobal.com` };
}

function trim(address: string): string {
  return address.replace(/\/+$/, '');
}
