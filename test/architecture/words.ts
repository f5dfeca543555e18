/**
 * Keeps one word for one thing: words that were once in this code beside the field's own, so that
 * they do not come back.
 */

/**
 * A word that is held out, and the field's own word for it. Names are compared with their parts in
 * small letters ("createLanes" is "create lanes"), in code, file names and npm scripts; prose is
 * comments, texts and documents.
 */
export type HeldOut = Readonly<{
  word: string;
  instead: string;
  /** The words of `instead` that the glossary explains. */
  terms?: readonly string[];
  reason: string;
  /** Against the parts of a name. */
  name?: RegExp;
  /** Against a name as it is written. */
  exact?: RegExp;
  prose?: RegExp;
  /** Only for paths that begin so; elsewhere the word is an honest one. */
  only?: RegExp;
  /** A line of code that uses the word, in `at` where `only` says where it is held out. */
  breaks: string;
  at?: string;
}>;

export const heldOut: readonly HeldOut[] = [
  {
    word: 'wheel',
    instead: 'order pipeline, round trip',
    terms: ['order pipeline', 'round trip'],
    reason: 'An order does not turn.',
    name: /\bwheels?\b/,
    prose: /\bwheels?\b/i,
    breaks: 'const wheelOfOrders = 1;',
  },
  {
    word: 'edge, core',
    instead: 'api, workers',
    terms: ['api', 'workers'],
    reason: 'The groups of services in a process; an edge of a graph and a core of a CPU are fine.',
    exact: /^(edge|core)$/,
    prose: /\b(edge|core) (process|group)\b|`(edge|core)`/i,
    only: /^(embedded|bench|docs|README)/,
    breaks: 'const edge = 1;',
    at: 'embedded/a.ts',
  },
  {
    word: 'courtesy, lost race, let others go first',
    instead: 'conflict back-off; lowPriority for the operating system',
    terms: ['conflict back-off'],
    reason: 'Optimistic concurrency has conflicts, and waits after them.',
    name: /\bcourtes(y|ies)\b|\bcourteous\b|\blost race\b|\bothers go\b/,
    prose: /\bcourtes(y|ies)\b|\bcourteous\b|\blost (the |a )?race\b/i,
    breaks: '// what a lost race costs',
  },
  {
    word: 'road, lane',
    instead: 'append channel; partition queue, partition router',
    terms: ['append channel', 'partition queue', 'partition router'],
    reason: 'What carries messages is a channel, what keeps them in order a queue.',
    name: /\b(roads?|lanes?)\b/,
    prose: /\b(roads?|lanes?)\b/i,
    breaks: 'const createLanes = 1;',
  },
  {
    word: 'enter, leave, greet',
    instead: 'acquire, release',
    terms: ['semaphore'],
    reason: 'A semaphore is acquired and released. A member of a Kafka group leaves.',
    exact: /^#?(enter|leave|greet\w*)$/,
    prose: /\bgreet/i,
    only: /^(platform|services|projections|test\/platform)\//,
    breaks: 'const enter = 1;',
    at: 'platform/a.ts',
  },
  {
    word: 'pump, tour, start anew',
    instead: 'outbox relay, relay session, resetCursor',
    terms: ['outbox relay', 'relay session'],
    reason: 'The pattern is called transactional outbox, its reader a relay.',
    name: /\bpump(s|ed|ing)?\b|\btours?\b|\bstart anew\b/,
    prose: /\bpump(s|ed|ing)?\b|\btours?\b/i,
    breaks: 'const createPump = 1;',
  },
  {
    word: 'turn, hand',
    instead: 'poll; rows in flight',
    terms: ['rows in flight'],
    reason: 'A relay polls. (A 409 for a step out of turn is fine.)',
    exact: /^(turn|hand)$/,
    only: /^services\/bridge\//,
    breaks: 'const turn = 1;',
    at: 'services/bridge/a.ts',
  },
  {
    word: 'parking, bury, desk, put aside',
    instead: 'quarantine; sendToDeadLetter; dead-letter admin',
    terms: ['quarantine', 'dead letter'],
    reason:
      'Poison messages are quarantined. (EventStoreDB parks messages of persistent subscriptions.)',
    name: /\bpark(s|ed|ing)?\b|\bbur(y|ies|ied|ying)\b|\bdesk\b|\bputs? aside\b/,
    prose:
      /\bpark(s|ed|ing)?\b|\bbur(y|ies|ied|ying)\b|\bdesk\b|\bput(s|ting)?( \w+){0,3} aside\b/i,
    only: /^(?!embedded\/eventStoreNode\/|test\/(ports|embedded)\/eventStore)/,
    breaks: '// puts the message aside',
  },
  {
    word: 'arrivals, bell, ring, wake',
    instead: 'async batches; signal, notify',
    terms: ['signal'],
    reason: 'What wakes a waiting loop is a signal.',
    name: /\barrivals?\b|\bbells?\b|\brings?\b|\bwakes?\b/,
    prose: /\barrivals\b|\bbells?\b/i,
    breaks: 'const createWake = 1;',
  },
  {
    word: 'gather',
    instead: 'adaptive batch delay (linger); collect',
    terms: ['linger'],
    reason: 'Kafka calls the wait for more messages linger.',
    name: /\bgather(s|ed|ing)?\b/,
    prose: /\bgather(s|ed|ing)?\b/i,
    breaks: 'const gatherBatches = 1;',
  },
  {
    word: 'surely, settled by the identical write',
    instead: 'appendWithRetry, idempotent retry',
    terms: ['idempotent retry'],
    reason: 'Nothing is sure; a retry is idempotent.',
    name: /\bsurely\b/,
    prose: /\bsurely\b|\bsettled by the identical\b/i,
    breaks: 'const appendSurely = 1;',
  },
  {
    word: 'patience, answering in time',
    instead: 'withTimeout, timeoutMs',
    terms: ['timeout'],
    reason: 'Clients have timeouts.',
    name: /\bpatien(t|ce)\b|\banswering in time\b/,
    prose: /\bpatien(t|ce)\b/i,
    breaks: 'const patienceMs = 1;',
  },
  {
    word: 'remembering, Keyed',
    instead: 'idempotency-key store, WithIdempotencyKeys',
    terms: ['idempotency-key'],
    reason: 'The pattern is called idempotency key.',
    name: /\bremembering\b|\bkeyed\b/,
    breaks: 'type KeyedRequest = 1;',
  },
  {
    word: 'take apart',
    instead: 'serialize',
    reason: 'A state becomes a snapshot by being serialized.',
    name: /\btakes? apart\b|\btaken apart\b/,
    prose: /\b(takes?|took|taken|taking)( \w+){0,3} apart\b/i,
    breaks: '// takes a state apart',
  },
  {
    word: 'rebuild, since, Stored (snapshots)',
    instead: 'restore, base snapshot',
    terms: ['base snapshot'],
    reason: 'Read models are rebuilt; a snapshot is restored.',
    name: /\brebuil(d|ds|t|ding)\b/,
    exact: /^(since|Stored)$/,
    only: /^platform\/commandHandling\//,
    breaks: 'const rebuild = 1;',
    at: 'platform/commandHandling/a.ts',
  },
  {
    word: 'waiting room, places (command handler)',
    instead: 'in-flight limiter',
    terms: ['limiter'],
    reason: 'The waiting room is where buyers wait.',
    name: /\bwaiting room\b|\bplaces?\b/,
    prose: /\bwaiting room\b/i,
    only: /^platform\/commandHandling\//,
    breaks: 'const createWaitingRoom = 1;',
    at: 'platform/commandHandling/a.ts',
  },
  {
    word: 'knowledge, learn, sold-out board',
    instead: 'key and revocation cache; product cache',
    terms: ['key and revocation cache', 'product cache'],
    reason: 'What is kept to be asked less often is a cache.',
    name: /\bknowledge\b|\blearn(s|ed)?\b|\bsold out board\b/,
    exact: /^board$/,
    prose: /\bknowledge\b|\bsold-out board\b/i,
    breaks: 'const createKnowledge = 1;',
  },
  {
    word: 'neighbour, pass on, own (gateway)',
    instead: 'in-process upstreams, dispatch, proxy',
    terms: ['upstream'],
    reason: 'A gateway has upstreams.',
    name: /\bneighbou?rs?\b|\bpass(es)? on\b/,
    prose: /\bneighbou?rs?\b/i,
    breaks: 'const callNeighbour = 1;',
  },
  {
    word: 'own (gateway)',
    instead: 'in-process upstream',
    reason: 'Whose own, the name does not say.',
    exact: /^own$/,
    only: /^services\/gateway\//,
    breaks: 'const own = 1;',
    at: 'services/gateway/a.ts',
  },
  {
    word: 'Parts, Means, Sources, Surroundings, Outlets, Stores, Own, Where, What, Ready',
    instead: 'Deps (Options for settings)',
    terms: ['Deps', 'Options'],
    reason: 'One word for what a function is given to work with.',
    exact:
      /^([A-Z]\w*(?<!Head|Name|Snapshot)Parts|Parts|Means|Sources|[Ss]urroundings|Outlets|Stores|Own|Where|What|Ready)$/,
    only: /^(domain|services|projections|platform|contracts|embedded|operations|migrations|bench)\//,
    breaks: 'type GatewayParts = 1;',
    at: 'services/a.ts',
  },
  {
    word: 'parts.ts',
    instead: 'deps.ts',
    reason: 'One word for what a function is given to work with.',
    exact: /^(parts|means|surroundings|outlets)\.ts$/,
    breaks: '',
    at: 'services/shop/parts.ts',
  },
  {
    word: 'open line, tune in, hand over, news, tell',
    instead: 'shared listener, subscribe, dispatch, notification',
    terms: ['shared listener', 'notification'],
    reason: 'Postgres has LISTEN, NOTIFY and notifications.',
    name: /\bopen line\b|\btune[sd]?\b|\bhands? over\b|\bnews\b/,
    exact: /^tell$/,
    prose: /\btun(e|es|ed|ing) in\b|\bnews\b/i,
    breaks: 'const handOver = 1;',
  },
  {
    word: 'settle',
    instead: 'runAll, pushPending: what it does',
    reason:
      'It had five meanings. Promise.allSettled and a settled promise are the language’s own.',
    exact: /^#?settles?$/,
    prose: /\bsettl(e|es|ing)\b/i,
    breaks: 'const settle = 1;',
  },
  {
    word: 'look, walk',
    instead: 'what it does: read, poll, visit',
    reason: 'A loop does something; the name says what. (Looking up is fine.)',
    name: /\bwalk(s|ed|ing|ers?)?\b/,
    exact: /^#?looks?$/,
    breaks: 'const walkers = 1;',
  },
  {
    word: 'Place, placeFor, elsewhere',
    instead: 'data location',
    terms: ['data location'],
    reason: 'Orders are placed.',
    name: /\bplace for\b|\belsewhere\b/,
    exact: /^Place$/,
    breaks: 'const placeFor = 1;',
  },
  {
    word: 'cast, crowd, workplace, frame (bench)',
    instead: 'actors, buyers, bench context, harness',
    terms: ['harness'],
    reason: 'The field’s words for a load test.',
    name: /\bcast\b|\bcrowd(s|ed)?\b|\bworkplaces?\b/,
    prose: /\bthe cast\b|\bcrowds?\b|\bworkplaces?\b/i,
    breaks: 'const openWorkplace = 1;',
  },
  {
    word: 'bites, House, Tampering',
    instead: 'contract mutants, fixture, mutation',
    terms: ['contract mutant', 'fixture', 'mutation'],
    reason: 'The field’s words for tests of tests. (A tampered token is fine.)',
    name: /\bbites?\b|\bhouses?\b|\btampering\b/,
    prose: /\btest:bites\b|\bbites?\b/i,
    breaks: 'type House = 1;',
  },
];

/**
 * Of comments alone: what they say in plain words begins with "Returns", "Throws", "In
 * milliseconds".
 */
export const grammar: readonly HeldOut[] = [
  {
    word: 'answers, asks',
    instead: 'Returns; reads, requests, calls',
    reason: 'Functions return, clients request. (An HTTP answer is a noun, and fine.)',
    prose: /\b(answers|answered|answering|asks|asked|asking)\b/i,
    breaks: '// Answers the sum.',
  },
  {
    word: 'he, him, his, she, her',
    instead: 'they, their, the user',
    reason: 'A user is anybody.',
    prose: /\b(he|him|his|she|her|hers)\b/i,
    breaks: '// The user and his orders.',
  },
  {
    word: 'let … go',
    instead: 'release, close',
    reason: 'What was acquired is released.',
    prose: /\b(let|lets|letting)( \w+){1,4} go\b/i,
    breaks: '// Lets the lock go.',
  },
  {
    word: 'behind the back of',
    instead: 'say what happens meanwhile',
    reason: 'Processes have no back.',
    prose: /\bbehind (\w+ )?(\w+['’]s? )?back\b|\bbehind the back of\b/i,
    breaks: '// behind the handler’s back',
  },
];
