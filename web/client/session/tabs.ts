import { createListeners } from '../listeners.js';

/** What the pages of one browser tell each other, and do one after the other. */
export type Tabs<Message> = Readonly<{
  send: (message: Message) => void;
  /** Messages of the others. */
  onMessage: (listener: (message: Message) => void) => () => void;
  /** Runs the work while no other page runs some of the same name. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  close: () => void;
}>;

/** Where a browser has no such means, and outside browsers, every page is the only one. */
export const createTabs = <Message>(name: string): Tabs<Message> => {
  const listeners = createListeners<Message>();
  const isBrowser = typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined';
  const channel = isBrowser ? new BroadcastChannel(name) : null;
  if (channel !== null)
    channel.onmessage = ({ data }: MessageEvent) => listeners.emit(data as Message);

  return {
    send: (message) => channel?.postMessage(message),
    onMessage: listeners.subscribe,
    // absent on pages that came over plain HTTP from another machine
    alone: (work) =>
      isBrowser && 'locks' in navigator ? navigator.locks.request(name, work) : work(),
    close: () => channel?.close(),
  };
};
