import { loadConfig, port } from '../../../platform/config/index.js';
import { FinalError, runAsMain, type Running } from '../../../platform/process/index.js';

const how = process.argv[2];

const start = (): Promise<Running> => {
  if (how === 'misconfigured')
    loadConfig({ port: { variable: 'SAMPLE_PORT', parse: port, describe: 'a port' } }, {});
  const timer = setInterval(() => undefined, 1000);
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
