import type { IHeaders } from 'kafkajs';
import type { HeaderValue } from '../messages/foreignHeaders.js';

/** A name may have several values, and a value may be null. */
export type OutgoingHeaders = Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;

/** Returns the headers in the form in which kafkajs writes each of them, null included. */
export const toKafkaHeaders = (headers: OutgoingHeaders): IHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isList(value) ? value.map(writable) : writable(value),
    ]),
  );

const isList = (value: HeaderValue | readonly HeaderValue[]): value is readonly HeaderValue[] =>
  Array.isArray(value);

const writable = (value: HeaderValue): string | Buffer => value ?? writtenAsNull();

/**
 * kafkajs would write a null header as length -1, but measures it with `Buffer.byteLength` before,
 * which throws (tulios/kafkajs#1789). An empty buffer is measured as null is. The encoder then
 * reads its length twice: to write it, here -1, and to move on by as many bytes, here 0.
 */
const writtenAsNull = (): Buffer => {
  let isWritten = false;

  return Object.defineProperties(Buffer.alloc(0), {
    copy: { value: () => 0 },
    length: {
      get: () => {
        isWritten = !isWritten;

        return isWritten ? -1 : 0;
      },
    },
  });
};
