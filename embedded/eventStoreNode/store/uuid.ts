const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The 16 bytes of a UUID in its usual form. Throws on anything else. */
export const parseUuid = (text: string): Buffer => {
  if (!uuidPattern.test(text)) throw new Error(`'${text}' is not a UUID`);

  return Buffer.from(text.replaceAll('-', ''), 'hex');
};

export const formatUuid = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');

  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
