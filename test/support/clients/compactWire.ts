import { Reader } from '../../../embedded/kafkaBroker/protocol/reader.js';
import { Writer } from '../../../embedded/kafkaBroker/protocol/writer.js';
import { openKafkaSocket } from './kafkaWire.js';

/** One connection for requests in the compact form of newer versions, which kafkajs lacks. */
export type CompactWire = Readonly<{
  /**
   * Sends what `write` writes after the header; `read` gets the response after its header and has
   * to read all of it.
   */
  send: <T>(
    api: readonly [key: number, version: number],
    write: (out: Writer) => unknown,
    read: (response: Reader) => T,
  ) => Promise<T>;
  close: () => void;
}>;

export const openCompactWire = async (): Promise<CompactWire> => {
  const { exchange, close } = await openKafkaSocket();

  return {
    send: async ([key, version], write, read) => {
      const out = new Writer().int16(key).int16(version).int32(1).string('wire');
      write(out.beFlexible().tags());
      const response = new Reader(await exchange(Buffer.concat(out.toFrame())));
      response.beFlexible();
      response.tags();
      const result = read(response);
      response.tags();
      if (response.left > 0) throw new Error(`${response.left} bytes of the response are left`);

      return result;
    },
    close,
  };
};

/** Reads an array of structures; each may have tagged fields at its end. */
export const structures = <T>({ array, tags }: Reader, read: () => T): T[] =>
  array(() => {
    const one = read();
    tags();

    return one;
  });
