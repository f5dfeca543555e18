import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * How to run a module as a process of its own, from the sources (by tsx) and from the build alike.
 * Pass `import.meta.resolve('./main.js')` or a URL built from `import.meta.url`.
 */
export const nodeCommand = (moduleUrl: URL | string): { command: string; args: string[] } => {
  const fromSources = import.meta.url.endsWith('.ts');
  const path = fileURLToPath(moduleUrl);
  const file = fromSources ? path.replace(/\.js$/, '.ts') : path;

  return { command: process.execPath, args: [...(fromSources ? ['--import', tsx()] : []), file] };
};

const tsx = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
