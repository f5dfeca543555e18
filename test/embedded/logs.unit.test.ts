import { expect } from 'chai';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followLog } from '../../embedded/logs/followLog.js';
import { toReadableLine } from '../../embedded/logs/readableLine.js';
import { rotateLogs } from '../../embedded/logs/rotateLogs.js';

describe('the logs of npm start', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quicksale-logs-'));
    log = join(folder, 'api.log');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const sizeOf = (file: string) => readFileSync(file).length;
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

  it('become earlier logs when they are too large, three of them at most', () => {
    for (let time = 1; time <= 5; time += 1) {
      writeFileSync(log, String(time).repeat(20_000_001));
      rotateLogs(folder);
    }

    expect(sizeOf(log)).to.equal(0);
    expect([1, 2, 3].map((number) => readFileSync(`${log}.${number}`, 'utf8')[0])).to.deep.equal([
      '5',
      '4',
      '3',
    ]);
    expect(existsSync(`${log}.4`)).to.equal(false);
  });

  it('become earlier logs when the last one did so more than a day ago', () => {
    writeFileSync(log, 'of today');
    rotateLogs(folder);
    expect(existsSync(`${log}.1`)).to.equal(false);
    writeFileSync(`${log}.1`, 'of the day before yesterday');
    utimesSync(`${log}.1`, daysAgo(2), daysAgo(2));
    rotateLogs(folder);

    expect(sizeOf(log)).to.equal(0);
    expect(readFileSync(`${log}.1`, 'utf8')).to.equal('of today');
  });

  it('are removed after seven days', () => {
    writeFileSync(`${log}.1`, 'old');
    utimesSync(`${log}.1`, daysAgo(8), daysAgo(8));
    rotateLogs(folder);

    expect(existsSync(`${log}.1`)).to.equal(false);
  });

  it('are no reason to fail when their folder is gone', () => {
    rotateLogs(join(folder, 'nowhere'));
  });

  it('are followed line by line, also when they begin anew', () => {
    const lines: string[] = [];
    writeFileSync(log, 'one\ntwo\nthr');
    const read = followLog(log, (line) => lines.push(line));
    read();
    appendFileSync(log, 'ee\n');
    read();
    truncateSync(log);
    appendFileSync(log, 'four\n');
    read();

    expect(lines).to.deep.equal(['one', 'two', 'three', 'four']);
  });

  it('are readable: time, level, service, message and what it is about', () => {
    const time = '2026-11-27T12:00:00.123Z';
    const fields = { level: 30, time, pid: 1, hostname: 'h', name: 'orders', msg: 'answered' };
    const line = JSON.stringify({ ...fields, method: 'POST', status: 201, address: null });

    expect(toReadableLine(line, 'api')).to.deep.equal({
      service: 'orders',
      text: '12:00:00.123 info  orders     answered method=POST status=201',
    });
    expect(toReadableLine('plain text', 'postgres').text).to.equal('postgres   plain text');
    const err = { type: 'Error', message: 'away', stack: '' };
    expect(toReadableLine(JSON.stringify({ ...fields, err }), 'api').text).to.include('err=away');
  });
});
