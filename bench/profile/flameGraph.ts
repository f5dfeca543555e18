import type { Call } from './callTree.js';

const size = { width: 1400, row: 16, top: 44 };

/** Pixels that a call must be wide to be drawn, and that a character takes. */
const smallest = { call: 2, character: 6 };

/**
 * A flame graph as SVG, for a browser: a frame is as wide as its time, under the one that called
 * it; its tooltip names function, place, ms and share.
 */
export const toFlameGraph = (root: Call, title: string): string => {
  const boxes = toBoxes({ call: root, x: 0, depth: 0 }, size.width / root.micros);
  const depth = Math.max(...boxes.map((box) => box.depth)) + 1;
  const height = size.top + depth * size.row;
  const caption = `${title}: ${Math.round(root.micros / 1000)} ms of CPU. QuickSale orange, packages yellow, Node blue, V8 grey`;

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" font-family="monospace" font-size="10">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="4" y="24" font-size="14">${escaped(caption)}</text>`,
    ...boxes.map((box) => draw(box, root.micros)),
    '</svg>\n',
  ].join('\n');
};

type Box = Readonly<{ call: Call; x: number; depth: number; width: number }>;

const toBoxes = ({ call, x, depth }: Omit<Box, 'width'>, scale: number): Box[] => {
  const width = call.micros * scale;
  if (width < smallest.call) return [];
  let left = x;
  const below = [...call.calls]
    .sort((one, other) => other.micros - one.micros)
    .flatMap((inner) => {
      const boxes = toBoxes({ call: inner, x: left, depth: depth + 1 }, scale);
      left += inner.micros * scale;

      return boxes;
    });

  return [{ call, x, depth, width }, ...below];
};

const draw = ({ call, x, depth, width }: Box, total: number): string => {
  const y = size.top + depth * size.row;
  const share = `${(call.micros / 1000).toFixed(0)} ms, ${((call.micros / total) * 100).toFixed(1)} %`;
  const label = call.name.slice(0, Math.max(0, Math.floor((width - 4) / smallest.character)));
  const text =
    label.length < 3 ? '' : `<text x="${round(x + 2)}" y="${y + 11}">${escaped(label)}</text>`;

  return `<g><title>${escaped(call.name)}: ${share}</title><rect x="${round(x)}" y="${y}" width="${round(width)}" height="${size.row - 1}" fill="${colourOf(call)}"/>${text}</g>`;
};

const colourOf = ({ url }: Call): string => {
  if (url === '') return '#c8c8c8';
  if (url.startsWith('node:')) return '#9fc5e8';

  return url.includes('node_modules/') ? '#f6d776' : '#f0a060';
};

const round = (pixels: number): string => pixels.toFixed(1);

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
