/**
 * Ours, without what would point the server's programs elsewhere (PGDATA and its like), and with
 * messages in English.
 */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
});
