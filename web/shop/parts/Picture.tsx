/** A picture made from the sku, always the same: colours, shapes and the first letter. */
export const Picture = ({ sku, name }: Readonly<{ sku: string; name: string }>) => {
  const seed = hashOf(sku);
  const hue = seed % 360;
  const other = (hue + 40 + ((seed >> 9) % 120)) % 360;
  const id = `picture-${sku.replace(/\W/g, '')}`;

  return (
    <svg
      class="picture"
      viewBox="0 0 160 120"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color={`hsl(${hue} 62% 58%)`} />
          <stop offset="1" stop-color={`hsl(${other} 58% 42%)`} />
        </linearGradient>
      </defs>
      <rect width="160" height="120" fill={`url(#${id})`} />
      {[0, 1, 2].map((index) => (
        <Shape key={index} seed={(seed >> (index * 5)) ^ (seed << index)} />
      ))}
      <text x="80" y="78" text-anchor="middle" font-size="56" font-weight="800" fill="#fff">
        {Array.from(name)[0]?.toUpperCase()}
      </text>
    </svg>
  );
};

const Shape = ({ seed }: Readonly<{ seed: number }>) => {
  const at = (shift: number, most: number): number => (seed >>> shift) % most;
  const [x, y, size] = [at(2, 160), at(7, 120), 22 + at(11, 44)];

  return at(1, 2) === 0 ? (
    <circle cx={x} cy={y} r={size} fill="#fff" opacity="0.14" />
  ) : (
    <rect
      x={x - size / 2}
      y={y - size / 2}
      width={size * 1.6}
      height={size}
      rx="10"
      fill="#000"
      opacity="0.09"
      transform={`rotate(${at(4, 90)} ${x} ${y})`}
    />
  );
};

/** FNV-1a. */
const hashOf = (text: string): number =>
  Array.from(text).reduce(
    (hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0,
    2_166_136_261,
  );
