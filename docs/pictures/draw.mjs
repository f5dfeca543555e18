// Draws docs/pictures/components.svg from components.txt, which explains its own lines.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const colours = { process: '#e8f0fe', store: '#fef3e0', person: '#e9f7ec' };
const ink = '#1f2933';

/** Returns the picture that the text describes. */
export const draw = (source) => {
  const lines = source.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const box = lines[0].split(/\s+/).slice(1);
  const [left, top, width, height] = box;

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" font-family="sans-serif">`,
    '<title>The components of QuickSale, and the way of an order through them</title>',
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="${ink}"/></marker></defs>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lines.slice(1).map(drawLine),
    '</svg>',
    '',
  ].join('\n');
};

const drawLine = (line) => {
  const [head, ...rest] = line.split('|').map((cell) => cell.trim());
  const [kind, ...words] = head.split(/\s+/);
  if (kind === 'arrow') return drawArrow(words, rest);
  if (kind === 'text') return text({ x: words[0], y: words[1], size: 13, words: rest[0] });

  return drawBox(kind, words.slice(1).map(Number), rest);
};

const drawBox = (kind, [x, y, width, height], [title, below]) => {
  const middle = x + width / 2;
  const down = kind === 'store' ? 8 : 0;
  const size = { x: middle, anchor: 'middle' };

  return [
    kind === 'store' ? cylinder(x, y, width, height) : plate(kind, [x, y, width, height]),
    text({ ...size, y: y + height / 2 - 3 + down, size: 15, weight: 'bold', words: title }),
    text({ ...size, y: y + height / 2 + 17 + down, size: 12, words: below }),
  ].join('\n');
};

const plate = (kind, [x, y, width, height]) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${kind === 'person' ? 30 : 6}" fill="${colours[kind]}" stroke="${ink}"/>`;

const cylinder = (x, y, width, height) => {
  const [rx, ry] = [width / 2, 9];

  return [
    `<path d="M${x} ${y + ry}v${height - 2 * ry}a${rx} ${ry} 0 0 0 ${width} 0v-${height - 2 * ry}" fill="${colours.store}" stroke="${ink}"/>`,
    `<ellipse cx="${x + rx}" cy="${y + ry}" rx="${rx}" ry="${ry}" fill="${colours.store}" stroke="${ink}"/>`,
  ].join('\n');
};

const drawArrow = ([x, y, anchor], [points, label = '']) => {
  const path = `<polyline points="${points}" fill="none" stroke="${ink}" stroke-width="1.5" marker-end="url(#tip)"/>`;

  return label === '' ? path : `${path}\n${text({ x, y, anchor, size: 13, words: label })}`;
};

const text = ({ x, y, anchor = 'start', size, weight = 'normal', words }) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${ink}">${escape(words)}</text>`;

const escape = (words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const at = (name) => fileURLToPath(new URL(name, import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(at('components.svg'), draw(readFileSync(at('components.txt'), 'utf8')));
