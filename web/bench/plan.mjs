// What is measured, with whom, and what is aimed at.

/**
 * `better` says which way is better; `ratio` how the comparison is made:
 *   official/ours  how many times less ours takes
 *   ours/bare      what share of a bare WebSocket ours reaches, or costs
 *   ours/official
 *   none           a figure of ours alone
 */
export const FIGURES = [
  { name: 'receive', label: 'CPU per received message', value: 'us', unit: 'µs', contenders: ['official', 'ours'], ratio: 'official/ours', goal: (r) => r >= 8, aim: '>= 8 (stretch 15)' },
  { name: 'send', label: 'CPU per sent message', value: 'us', unit: 'µs', contenders: ['official', 'ours', 'bare'], ratio: 'official/ours', goal: (r) => r >= 5, aim: '>= 5' },
  { name: 'sendMany', label: 'the same, 100 in flight', value: 'us', unit: 'µs', contenders: ['official', 'ours', 'bare'], ratio: 'official/ours', goal: () => undefined, aim: 'reported' },
  { name: 'flood', label: 'received messages/s, socket', value: 'perSecond', unit: '/s', contenders: ['official', 'ours', 'bare'], ratio: 'ours/bare', goal: (r) => r >= 0.9, aim: '>= 0.90 of bare' },
  { name: 'inflight', label: 'sent messages/s, 5,000 in flight', value: 'perSecond', unit: '/s', contenders: ['official', 'ours', 'bare'], ratio: 'ours/bare', goal: (r) => r >= 0.95, aim: '>= 0.95 of bare' },
  { name: 'rtt', label: 'round trip, median', value: 'median', unit: 'ms', contenders: ['official', 'ours', 'bare'], ratio: 'ours/bare', goal: (r) => r <= 1.05, aim: '<= 1.05 of bare' },
  { name: 'rtt', label: 'round trip, p99', value: 'p99', unit: 'ms', contenders: ['official', 'ours', 'bare'], ratio: 'ours/bare', goal: (r) => r <= 1.05, aim: '<= 1.05 of bare' },
  { name: 'memory', label: 'memory after 200,000 messages', value: 'second', unit: 'MB', contenders: ['official', 'ours'], ratio: 'ours/official', goal: () => undefined, aim: 'reported' },
  { name: 'memory', label: 'growth of the second 100,000', value: 'growth', unit: '%', contenders: ['official', 'ours'], ratio: 'none', goal: (v) => v < 2, aim: '< 2 %' },
  { name: 'start-cold', label: 'start, cold cache', value: 'ms', unit: 'ms', contenders: ['official', 'ours'], ratio: 'ours/official', goal: (r) => r <= 4, aim: '<= 4 x official' },
  { name: 'start-warm', label: 'start, warm cache', value: 'ms', unit: 'ms', contenders: ['official', 'ours'], ratio: 'ours/official', goal: (r) => r <= 2, aim: '<= 2 x official' },
  { name: 'responsiveness', label: 'event-loop delay, p99', value: 'p99', unit: 'ms', contenders: ['official', 'ours'], ratio: 'ours/official', goal: (r) => r <= 1, aim: '<= official' },
  { name: 'responsiveness', label: 'event-loop delay, maximum', value: 'max', unit: 'ms', contenders: ['official', 'ours'], ratio: 'ours/official', goal: (r) => r <= 1, aim: '<= official' },
  { name: 'query', label: 'query of 1,000 conversations', value: 'ms', unit: 'ms', contenders: ['official', 'ours'], ratio: 'official/ours', goal: (r) => r >= 2, aim: '>= 2' },
];

/** The figures that run in one page each, by name. */
export const PAGES = ['receive', 'send', 'sendMany', 'flood', 'inflight', 'rtt', 'memory', 'responsiveness', 'query'];
