import { runAsMain } from '../../platform/process/index.js';
import { startServices } from './system.js';

/** All services as one process of its own, whose log and end a test can watch. */
runAsMain('system', async () => {
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  const { urls, stop } = await startServices(environment);

  return { url: urls.gateway, stop };
});
