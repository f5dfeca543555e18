import { randomUUID } from 'node:crypto';

const shape = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Whether it is a trace context of W3C; the functions below take no other. */
export const isTraceparent = (text: string): boolean => shape.test(text);

export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

export const spanIdOf = (traceparent: string): string => traceparent.slice(36, 52);

/** The lowest bit of the flags. */
export const isMarkedSampled = (traceparent: string): boolean =>
  '13579bdf'.includes(traceparent.slice(54));

const randomHex = (): string => randomUUID().replaceAll('-', '');

export const newTraceId = randomHex;

const ofProcess = randomHex().slice(0, 8);
/** From here on it has eight digits. */
const lowestCounter = 0x1000_0000;
let counter = lowestCounter;

/** Digits of the process and digits that count: to be unique in its trace is all that it has to. */
export const newSpanId = (): string => {
  counter = counter === 0xffff_ffff ? lowestCounter : counter + 1;

  return `${ofProcess}${counter.toString(16)}`;
};
