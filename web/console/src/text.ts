/** The page's words, in English and Chinese. */
const words = {
  title: ['Operators’ console', '运维控制台'],
  key: ['Master key', '主密钥（Master Key）'],
  keyHint: ['It stays in this tab and is sent to this server only.', '仅保存在此标签页，只会发送到本服务器。'],
  enter: ['Open', '进入'],
  wrongKey: ['No app has this master key.', '没有应用使用这个主密钥。'],
  badKey: ['A key has letters, digits and signs only.', '密钥只能包含字母、数字和符号。'],
  unreachable: ['The server cannot be reached.', '无法连接服务器。'],
  leave: ['Lock', '锁定'],
  app: ['App', '应用'],
  clients: ['Online', '在线'],
  conversations: ['Conversations', '对话'],
  connections: ['connections', '连接'],
  people: ['clients', '客户端'],
  devices: ['sessions', '登录'],
  rate: ['messages/s', '消息/秒'],
  uptime: ['up', '已运行'],
  searchClients: ['Search client ids', '搜索客户端 ID'],
  searchConversations: ['Name or id', '名称或 ID'],
  member: ['Member', '成员'],
  kind: ['Kind', '类型'],
  anyKind: ['Any kind', '全部类型'],
  kind1: ['Conversation', '普通对话'],
  kind2: ['Chat room', '聊天室'],
  kind3: ['Service', '服务号'],
  kind4: ['Temporary', '临时对话'],
  nobody: ['Nobody is online.', '当前没有客户端在线。'],
  nothing: ['Nothing found.', '没有找到。'],
  more: ['Show more', '显示更多'],
  client: ['Client', '客户端'],
  address: ['Address', '地址'],
  device: ['Device', '设备'],
  since: ['Since', '登录时间'],
  room: ['Room', '聊天室'],
  protocol: ['Protocol', '协议'],
  kick: ['Kick', '踢下线'],
  kickTitle: ['Kick {0}?', '将 {0} 踢下线？'],
  kickHint: ['The client is told the reason and does not come back by itself.', '客户端会收到原因，且不会自动重连。'],
  reason: ['Reason, at most 20 characters', '原因（最多 20 字）'],
  kicked: ['{0} was kicked.', '{0} 已被踢下线。'],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  back: ['All conversations', '全部对话'],
  members: ['Members', '成员'],
  subscribers: ['Subscribers', '订阅者'],
  inRoom: ['In the room', '室内成员'],
  attributes: ['Attributes', '属性'],
  messages: ['Messages', '消息'],
  noMessages: ['No messages.', '暂无消息。'],
  older: ['Older messages', '更早的消息'],
  refresh: ['Refresh', '刷新'],
  send: ['Send', '发送'],
  from: ['From', '发送者'],
  sendText: ['Message to everybody here', '发送给这里的所有人'],
  sent: ['Sent.', '已发送。'],
  silence: ['Silence', '禁言'],
  unsilence: ['Let speak', '解除禁言'],
  block: ['Block', '拉黑'],
  unblock: ['Unblock', '解除拉黑'],
  silenced: ['silenced', '已禁言'],
  silencedUntil: ['silenced until {0}', '禁言至 {0}'],
  blocked: ['blocked', '已拉黑'],
  blockedList: ['Blocked', '黑名单'],
  silencedList: ['Silenced', '禁言名单'],
  online: ['online', '在线'],
  edited: ['edited', '已编辑'],
  recalled: ['recalled', '已撤回'],
  recall: ['Recall', '撤回'],
  recallTitle: ['Recall this message?', '撤回这条消息？'],
  recallHint: [
    'It disappears for everybody who has it, and from the history. This cannot be undone.',
    '所有收到的人都将看不到这条消息，历史记录中也会删除，且无法恢复。',
  ],
  recallDone: ['The message was recalled.', '消息已撤回。'],
  onlyTo: ['only to {0}', '仅发给 {0}'],
  binary: ['Binary, {0} bytes', '二进制，{0} 字节'],
  image: ['Image', '图片'],
  audio: ['Audio', '音频'],
  video: ['Video', '视频'],
  location: ['Location', '位置'],
  file: ['File', '文件'],
  custom: ['Type {0}', '类型 {0}'],
  source: ['Source', '原文'],
  created: ['created', '创建于'],
  by: ['by {0}', '由 {0} 创建'],
  lastMessage: ['last message', '最近消息'],
  light: ['Switch to the light theme', '切换到浅色主题'],
  dark: ['Switch to the dark theme', '切换到深色主题'],
  loading: ['Loading…', '加载中…'],
} as const;

export type Word = keyof typeof words;

export const language: 'en' | 'zh' = /^zh\b/i.test(navigator.language) ? 'zh' : 'en';

/** A text in the reader's language; {0} and so on stand for the values. */
export function t(word: Word, ...values: (string | number)[]): string {
  return words[word][language === 'zh' ? 1 : 0].replace(/\{(\d)\}/g, (_, n: string) => String(values[Number(n)] ?? ''));
}

const dates = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'medium' });

/** A point in time, in milliseconds or as an ISO date. */
export function date(at: number | string): string {
  const d = new Date(at);
  return Number.isNaN(d.getTime()) ? '' : dates.format(d);
}

/** A length of time in its two largest units. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (d > 0) return `${d}d ${h}h`;
  return h > 0 ? `${h}h ${m}m` : `${m}m`;
}

export function kind(type: number): string {
  return type >= 1 && type <= 4 ? t(`kind${type}` as Word) : String(type);
}
