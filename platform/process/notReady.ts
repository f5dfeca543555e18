/** Why something is not ready, in words that the response of `/ready` may show. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}
