import { dataFolderOf, endpointNames, readEndpoints } from './dataFolder.js';
import { runCommand } from './runCommand.js';

const help = `npm run -s url              prints where the gateway of the running system is
npm run -s url -- <part>    the same of ${endpointNames.join(', ')}

For scripts: API=$(npm run -s url). QuickSale must run (on QUICKSALE_DATA, default .quicksale).
`;

type EndpointName = (typeof endpointNames)[number];

const isEndpoint = (name: string): name is EndpointName =>
  (endpointNames as readonly string[]).includes(name);

const main = ([name = 'gateway']: readonly string[]): Promise<void> => {
  if (!isEndpoint(name)) {
    process.stdout.write(help);
    if (name !== '--help') process.exitCode = 1;

    return Promise.resolve();
  }
  const folder = dataFolderOf(process.env);
  const endpoints = readEndpoints(folder);
  if (endpoints === null)
    return refuse(`QuickSale does not run on ${folder}; start it with "npm start" first`);
  const address = endpoints[name];
  if (address === null) return refuse(`There is no ${name}`);
  process.stdout.write(`${address}\n`);

  return Promise.resolve();
};

const refuse = (message: string): Promise<never> => Promise.reject(new Error(message));

runCommand(main);
