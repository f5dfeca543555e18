import { loadConfig, port } from '../../../platform/config/index.js';
import { runAsMain, type Running } from '../../../platform/process/index.js';

const how = process.argv[2];

const start = (): Promise<Running> => {
  if (how === 'misconfigured')
    loadConfig({ port: { variable: 'SAMPLE_PORT', parse: port, describe: 'a port' } }, {});
  const timer = setInterval(() => undefined, 1000);
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
