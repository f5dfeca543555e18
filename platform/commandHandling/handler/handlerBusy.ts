/**
 * Too many commands are in flight, or too many others write to the stream. Nothing was written: try
 * again later.
 */
export class HandlerBusy extends Error {
  override readonly name = 'HandlerBusy';
}
