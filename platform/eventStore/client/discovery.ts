/**
 * Returns the connection string with settings for the search for a leader that it does not set
 * itself: the client would wait five seconds for each node whose machine has vanished.
 */
export const withDiscoveryDefaults = (url: string): string =>
  /[?&]gossipTimeout=/i.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}${gossipTimeout}`;

/** In seconds, as the client wants it. */
const gossipTimeout = 'gossipTimeout=1';
