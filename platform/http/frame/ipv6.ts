/**
 * Returns the eight groups of an IPv6 address, in one spelling whatever it had: lower case, without
 * leading zeros, without a zone, four groups of digits and dots as two.
 */
export const groupsOf = (address: string): readonly string[] => {
  const [bare = ''] = address.split('%', 1);
  const [first = [], last = []] = bare.split('::', 2).map(groupsIn);
  const gap = Array<string>(8 - first.length - last.length).fill('0');

  return [...first, ...gap, ...last];
};

const groupsIn = (text: string): string[] =>
  text === ''
    ? []
    : text.split(':').flatMap((part) => (part.includes('.') ? pairs(part) : [hex(part)]));

const hex = (group: string): string => Number.parseInt(group, 16).toString(16);

const pairs = (dotted: string): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);

  return [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
};

/** Returns `1.2.3.4` of an IPv4 address within IPv6 (`::ffff:1.2.3.4`), null of any other. */
export const mappedAddressOf = (groups: readonly string[]): string | null => {
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null;

  return groups.slice(6).flatMap(bytesOf).join('.');
};

const bytesOf = (group: string): number[] => {
  const value = Number.parseInt(group, 16);

  return [value >> 8, value & 255];
};
