import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../architecture/repository.js';

type Config = Readonly<Record<string, unknown>>;

const setUp = pathToFileURL(join(root, 'embedded/commands/setUp.mjs')).href;

describe('Installing the dependencies', () => {
  it('is complete whatever a shell has set for npm', async () => {
    const { pinnedFlags } = (await import(setUp)) as { pinnedFlags: readonly string[] };
    const config = JSON.parse(
      execFileSync('npm', ['config', 'list', '--long', '--json', ...pinnedFlags], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, ...hostile },
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as Config;

    expect(config).to.deep.include({
      'ignore-scripts': false,
      'dry-run': false,
      global: false,
      'package-lock': true,
      'package-lock-only': false,
      'bin-links': true,
      include: ['dev', 'optional', 'peer'],
      os: process.platform,
      cpu: process.arch,
    });
  });
});

const hostile = {
  NODE_ENV: 'production',
  npm_config_production: 'true',
  npm_config_omit: 'dev',
  npm_config_ignore_scripts: 'true',
  npm_config_dry_run: 'true',
  npm_config_global: 'true',
  npm_config_package_lock: 'false',
  npm_config_package_lock_only: 'true',
  npm_config_bin_links: 'false',
  npm_config_os: 'aix',
  npm_config_cpu: 'mips',
};
