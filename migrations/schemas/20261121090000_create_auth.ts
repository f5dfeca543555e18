import type { Knex } from 'knex';

const tables = `
  CREATE EXTENSION IF NOT EXISTS citext;
  CREATE SCHEMA auth;

  CREATE TABLE auth.users (
    id uuid PRIMARY KEY,
    email citext NOT NULL UNIQUE,
    username citext UNIQUE,
    password_hash text NOT NULL,
    role text NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'admin')),
    is_active boolean NOT NULL DEFAULT true,
    first_name text,
    last_name text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  );

  -- One row per refresh token; the rows of one session_id are its family.
  CREATE TABLE auth.sessions (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    parent_hash bytea UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
  );
  CREATE INDEX sessions_by_session ON auth.sessions (session_id);
  CREATE INDEX sessions_by_user ON auth.sessions (user_id);
  CREATE INDEX sessions_by_expiry ON auth.sessions (expires_at);

  CREATE TABLE auth.revoked_sessions (
    sid uuid PRIMARY KEY,
    until timestamptz NOT NULL
  );

  CREATE TABLE auth.signing_keys (
    kid text PRIMARY KEY,
    public_jwk jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz
  );
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('DROP SCHEMA auth CASCADE');
