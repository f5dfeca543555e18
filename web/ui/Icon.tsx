/** Outlines on a grid of 24. */
const shapes = {
  alert: 'M12 8v5m0 3v.01M12 3 2.5 20h19z',
  bag: 'M6 8h12l1 12H5zM9 8V6.500a3 3 0 0 1 6 0V8',
  notification: 'M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7zM10 20.500h4',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6z',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  card: 'M3 6h18v12H3zM3 10h18M7 15h3',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  close: 'M6 6l12 12M18 6 6 18',
  left: 'M15 5l-7 7 7 7',
  line: 'M4 6h16M4 12h10M4 18h6',
  minus: 'M6 12h12',
  offline:
    'M3 3l18 18M8.5 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M12 19.500v.01M15 9.700a10 10 0 0 1 4 2.3',
  plus: 'M12 6v12M6 12h12',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20',
  truck:
    'M3 6h11v10H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c1-4 4-5.5 7.5-5.500s6.5 1.5 7.5 5.5',
} as const;

export type IconName = keyof typeof shapes;

/** Decoration: what it means has to be said beside it. */
export const Icon = ({ name }: Readonly<{ name: IconName }>) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={shapes[name]} />
  </svg>
);
