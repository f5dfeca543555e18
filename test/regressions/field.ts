import type { Mutant } from '../ports/mutants/mutant.js';

/** Mends of what the reports of others showed here (`docs/reference/field-log.md`). */
export const fieldRegressions: readonly Mutant[] = [
  {
    behaviour: 'from the field: a socket says where it begins',
    file: 'services/notifier/sockets/connections.ts',
    from: "socket.emit('cursor', { cursor: socket.data.sent });",
    to: '',
    suite: 'test/services/notifier/sockets/sockets.int.test.ts',
  },
  {
    behaviour: 'from the field: a tag that a proxy has weakened is the same version',
    file: 'contracts/http/headers.ts',
    from: 'tag.replace(/^W\\//, ',
    to: 'tag.replace(/^V\\//, ',
    suite: 'test/services/inventory/stock.int.test.ts',
  },
  {
    behaviour: 'from the field: a media type may have parameters',
    file: 'platform/http/input/body.ts',
    from: 'parameters.every(isHarmless)',
    to: 'parameters.length === 0',
    suite: 'test/platform/http/app.int.test.ts',
  },
  {
    behaviour: 'from the field: the port of a client is not part of its address',
    file: 'platform/http/frame/clientAddress.ts',
    from: 'plainAddress(withoutPort(hop.trim()))',
    to: 'plainAddress(hop.trim())',
    suite: 'test/platform/http/clientAddress.unit.test.ts',
  },
  {
    behaviour: 'from the field: an IPv4 address within IPv6 is one client',
    file: 'platform/http/frame/clientAddress.ts',
    from: '(mappedAddressOf(groupsOf(address)) ?? address)',
    to: 'address',
    suite: 'test/platform/http/clientAddress.unit.test.ts',
  },
  {
    behaviour: 'from the field: every answer is for one origin',
    file: 'services/gateway/browsers/cors.ts',
    from: 'allowed.size > 0 || origin !== undefined',
    to: 'origin !== undefined',
    suite: 'test/services/gateway/upstreams/proxying.int.test.ts',
  },
];
