import { loadConfig, port } from '../../../platform/config/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { FinalError, runAsMain, type Running } from '../../../platform/process/index.js';

const how = process.argv[2];

const start = (): Promise<Running> => {
  if (how === 'misconfigured')
    loadConfig({ port: { variable: 'SAMPLE_PORT', parse: port, describe: 'a port' } }, {});
  const logger = createLogger({ name: 'sample' });
  const timer = setInterval(() => {
    if (how === 'logs') {
      logger.warn('again');
      process.stderr.write('as a library prints\n');
    }
    if (how === 'throws again and again') throw new Error('again');
  }, 10);
  if (how === 'refused') throw new FinalError('no restart helps');
  if (how === 'refused later')
    setTimeout(() => {
      throw new FinalError('no restart helps');
    }, 50);
  if (how === 'throws')
    setTimeout(() => {
      throw new Error('nobody caught this');
    }, 50);
  if (how === 'rejects') setTimeout(() => void Promise.reject(new Error('nobody caught this')), 50);

  return Promise.resolve({
    url: 'http://x',
    stop: () => {
      clearInterval(timer);
      process.stdout.write('stopped\n');

      return Promise.resolve();
    },
  });
};

runAsMain('sample', start);
