import { ensureArray } from '../data/plain';
import { log } from '../debug';
import type { Directory } from '../directory';
import type { Handle } from '../port';
import { acquireCore, type Lease } from './core';
import { deviceId } from './device';
import { coreTimeouts, wasmSource, type RealtimeOptions } from './options';
import type { Realtime } from './realtime';
import { findServers, type Servers } from './servers';

/** A Realtime in its core. */
export interface Session {
  lease: Lease;
  directory: Directory;
  handle: Handle;
  servers: Servers;
}

/** Makes a Realtime in a core. `begun` is called before the core says anything of it. */
export async function openSession(
  realtime: Realtime,
  options: Readonly<RealtimeOptions>,
  begun: (session: Session) => void,
): Promise<Session> {
  const { appId, appKey, RTMServers, noBinary, ssl = true, worker, resend = true } = options;
  const finding = findServers(options);
  // Told of below, once the core runs.
  finding.catch(() => undefined);
  const lease = await acquireCore(wasmSource(options), worker);
  const { directory } = lease;
  const servers = await finding.catch((error: unknown) => {
    lease.release();
    throw error;
  });
  const params = {
    appId,
    appKey,
    ...servers,
    rtmServers: RTMServers === undefined ? undefined : ensureArray(RTMServers),
    insecure: !ssl,
    noBinary: Boolean(noBinary),
    deviceId: deviceId(),
    noResend: !resend,
    ...coreTimeouts(options.timeouts),
  };
  const opened = directory.port.call('realtime.new', params, ({ realtime: handle }: { realtime: Handle }) => {
    const session: Session = { lease, directory, handle, servers };
    directory.addRealtime(handle, realtime);
    begun(session);
    return session;
  });
  opened.catch(() => lease.release());
  return opened;
}

/** Asks the core for something that has no answer. */
export function post({ directory, handle }: Session, operation: 'realtime.retry' | 'realtime.pause' | 'realtime.resume' | 'realtime.nudge'): void {
  directory.port.call(operation, { realtime: handle }).catch((error: unknown) => {
    log(0, `${operation} had no effect: ${String(error)}`);
  });
}

export async function closeSession({ directory, handle, lease }: Session, before: () => void): Promise<void> {
  await directory.port.call('realtime.close', { realtime: handle }).catch((error: unknown) => {
    // A core that is dead has nothing left to close.
    log(0, `realtime.close had no effect: ${String(error)}`);
  });
  before();
  directory.removeRealtime(handle);
  lease.release();
}
