import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:net';
import { readText } from '../../architecture/repository.js';
import { eventually } from '../../support/assertions/eventually.js';
import { makeCertificates } from '../../support/builders/certificates.js';
import { freePort } from '../../support/servers/freePort.js';

export type Front = Readonly<{
  url: string;
  plainUrl: string;
  /** The authority that signed its certificate, and the file with it. */
  ca: string;
  caFile: string;
  stop: () => Promise<void>;
}>;

type Upstreams = Readonly<{ gateways: readonly string[]; notifiers: readonly string[] }>;

/** What names of containers stand for in the repository's file. */
const upstreamsFile = ({ gateways, notifiers }: Upstreams): string => {
  const servers = (urls: readonly string[]) =>
    urls.map((url) => `server ${new URL(url).host} max_fails=2 fail_timeout=2s;`).join(' ');

  return [
    `upstream gateways { least_conn; ${servers(gateways)} keepalive 64; }`,
    `upstream notifiers_by_address { hash $remote_addr consistent; ${servers(notifiers)} }`,
    `upstream notifiers { least_conn; ${servers(notifiers)} }`,
  ].join('\n');
};

/** NGINX with the repository's configuration, on free ports, before these services. */
export const startNginx = async (folder: string, upstreams: Upstreams): Promise<Front> => {
  const [secure, plain] = [await freePort(), await freePort()];
  const { ca, cert, key } = makeCertificates();
  const own = (text: string) => text.replaceAll(' /tmp/', ` ${folder}/`);
  const ports = (text: string) =>
    text
      .replace('listen 443 ', `listen 127.0.0.1:${secure} `)
      .replace('listen 80;', `listen 127.0.0.1:${plain};`);
  mkdirSync(join(folder, 'certificates'));
  const files = {
    'nginx.conf': own(readText('deploy/nginx/nginx.conf')),
    'front.conf': ports(readText('deploy/nginx/front.conf')),
    'upstreams.conf': upstreamsFile(upstreams),
    'certificates/ca.crt': ca,
    'certificates/front.crt': cert,
    'certificates/front.key': key,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

  const args = ['-c', join(folder, 'nginx.conf'), '-p', folder, '-g', 'daemon off;'];
  const child = spawn('/usr/sbin/nginx', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await eventually(() => reach(secure), 20_000);

  return {
    url: `https://localhost:${secure}`,
    plainUrl: `http://127.0.0.1:${plain}`,
    ca,
    caFile: join(folder, 'certificates/ca.crt'),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
};

const reach = async (port: number): Promise<void> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
};
