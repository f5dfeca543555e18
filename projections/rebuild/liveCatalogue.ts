import type { Queryable } from '../../platform/postgres/index.js';

type Named = Readonly<{ name: string; definition: string }>;

/** Primary key, unique and exclusion constraints; checks are copied with the columns. */
export const constraintsOf = (database: Queryable, table: string): Promise<Named[]> =>
  database.query<Named>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = ('read.' || $1)::regclass AND contype IN ('p', 'u', 'x')`,
    [table],
  );

/** Indexes that belong to no constraint. */
export const plainIndexesOf = (database: Queryable, table: string): Promise<Named[]> =>
  database.query<Named>(
    `SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
     WHERE i.indrelid = ('read.' || $1)::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`,
    [table],
  );

/** Returns a WITH clause, or nothing when the table has no settings. */
export const storageOf = async (database: Queryable, table: string): Promise<string> => {
  const [row] = await database.query<{ options: string[] | null }>(
    `SELECT reloptions AS options FROM pg_class WHERE oid = ('read.' || $1)::regclass`,
    [table],
  );
  const options = row?.options ?? [];

  return options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
};

/** Returns the owner of the live table, quoted; null when it is the current user. */
export const ownerOf = async (database: Queryable, table: string): Promise<string | null> => {
  const [row] = await database.query<{ owner: string }>(
    `SELECT relowner::regrole::text AS owner FROM pg_class
     WHERE oid = ('read.' || $1)::regclass AND relowner <> current_user::regrole`,
    [table],
  );

  return row?.owner ?? null;
};

type Grant = Readonly<{ privileges: string; grantee: string }>;

/** What others than the owner may do with the table, or with some of its columns. */
export const grantsOf = (database: Queryable, table: string): Promise<Grant[]> =>
  database.query<Grant>(
    `SELECT g.privilege_type || columns AS privileges,
       CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END
         || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS grantee
     FROM (
       SELECT relowner, '' AS columns, relacl AS acl FROM pg_class
       WHERE oid = ('read.' || $1)::regclass
       UNION ALL
       SELECT relowner, format(' (%I)', attname), attacl
       FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
       WHERE attrelid = ('read.' || $1)::regclass AND attacl IS NOT NULL
     ) AS t, aclexplode(t.acl) AS g
     WHERE g.grantee <> t.relowner`,
    [table],
  );
