import { client } from './client.js';

const visible = new Set<string>();

let timer: ReturnType<typeof setTimeout> | null = null;

/** Tells the server, once for all that come and go together. */
const send = (): void => {
  timer ??= setTimeout(() => {
    timer = null;
    client.updates.watch([...visible]);
  }, 100);
};

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const id = target.getAttribute('data-product') ?? '';
      if (isIntersecting) visible.add(id);
      else visible.delete(id);
    }
    send();
  },
  { rootMargin: '200px' },
);

/** Watches the stock of the product that the element shows, while it can be seen. */
export const watchWhileVisible = (element: Element): (() => void) => {
  observer.observe(element);

  return () => {
    observer.unobserve(element);
    visible.delete(element.getAttribute('data-product') ?? '');
    send();
  };
};
