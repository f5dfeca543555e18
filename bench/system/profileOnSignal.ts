// Imported before a process's own code: SIGUSR2 begins a CPU profile, the next one ends it and
// writes it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { basename, join } from 'node:path';

const folder = process.env['PROFILE_FOLDER'] ?? '.';
const [, script = '', ...args] = process.argv;
const services = args.filter((word) => /^[a-z]+$/.test(word));
const name = services.length > 0 ? services.join('-') : basename(join(script, '..'));
const root = new URL('../../../', import.meta.url).href;
let session: Session | null = null;

const begin = async (): Promise<void> => {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 2_000 });
  await session.post('Profiler.start');
};

const end = async (running: Session): Promise<void> => {
  session = null;
  const { profile } = await running.post('Profiler.stop');
  running.disconnect();
  mkdirSync(folder, { recursive: true });
  // as seen from the clone: where it lies is nobody's business
  const text = JSON.stringify(profile).replaceAll(root, '');
  writeFileSync(join(folder, `${name}.cpuprofile`), text);
};

process.on('SIGUSR2', () => void (session === null ? begin() : end(session)));
