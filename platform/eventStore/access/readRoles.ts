/** Metadata of a stream as it is stored, every field kept. */
export type RawMetadata = Readonly<Record<string, unknown>>;

/** Who reads `$all` when its metadata does not say. */
const defaultRoles = ['$admins'];

/** The group that everybody belongs to. */
const everybody = '$all';

/**
 * The metadata with one account more among those that may read; null when it may already. Other
 * fields and other rights stay.
 */
export const withReadRole = (metadata: RawMetadata, account: string): RawMetadata | null => {
  const rights = isRecord(metadata['$acl']) ? metadata['$acl'] : {};
  const roles = rolesOf(rights['$r']);
  if (roles.includes(account) || roles.includes(everybody)) return null;

  return { ...metadata, $acl: { ...rights, $r: [...roles, account] } };
};

/** The server takes one name for a list of one. */
const rolesOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];

  return Array.isArray(value) ? value.filter((role) => typeof role === 'string') : defaultRoles;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
