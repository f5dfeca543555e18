import type { UserAdministration } from '../services/auth/operators/userAdministration.js';
import { withUserAdministration } from './withUserAdministration.js';
import { runCommand } from './runCommand.js';
import { requireServer } from './servers.js';

const help = `npm run users -- add <n>            makes n customers and prints one JSON line each:
                                    {"id","email","accessToken","refreshToken"}
npm run users -- promote <email>    makes that user an admin (and signs them out everywhere)
npm run users -- lock <email>       keeps that user out, and signs them out everywhere
npm run users -- unlock <email>     lets them log in again

QuickSale must run (on QUICKSALE_DATA, default .quicksale), or DATABASE_URL must name its database.
`;

/** Wrong use; the message is for the user. */
const refuse = (message: string): never => {
  throw new Error(message);
};

const add = async (administration: UserAdministration, text: string): Promise<void> => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    return refuse(`"${text}" is not a number of users from 1 to 10000`);
  for (const { user, accessToken, refreshToken } of await administration.addUsers(count)) {
    const { id, email } = user;
    process.stdout.write(`${JSON.stringify({ id, email, accessToken, refreshToken })}\n`);
  }
};

const promote = async (administration: UserAdministration, email: string): Promise<void> => {
  const user = await administration.promote(email);
  if (user === null) return refuse(`Nobody has the email address ${email}`);
  process.stdout.write(`${user.email} is an admin\n`);
};

const lock = async (administration: UserAdministration, email: string): Promise<void> => {
  const user = await administration.lock(email);
  if (user === null) return refuse(`Nobody has the email address ${email}`);
  process.stdout.write(`${user.email} is locked\n`);
};

const unlock = async (administration: UserAdministration, email: string): Promise<void> => {
  const user = await administration.unlock(email);
  if (user === null) return refuse(`Nobody has the email address ${email}`);
  process.stdout.write(`${user.email} may log in\n`);
};

const actions = { add, promote, lock, unlock } as const;

const isAction = (name: string | undefined): name is keyof typeof actions =>
  name !== undefined && Object.hasOwn(actions, name);

const main = async ([name, argument]: readonly string[]): Promise<void> => {
  if (!isAction(name) || argument === undefined) {
    process.stdout.write(help);
    if (name !== '--help') process.exitCode = 1;

    return;
  }
  const deps = { env: process.env, databaseUrl: requireServer('postgres', process.env) };
  await withUserAdministration(deps, (administration) => actions[name](administration, argument));
};

runCommand(main);
