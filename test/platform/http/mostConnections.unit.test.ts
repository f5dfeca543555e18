import { expect } from 'chai';
import { mostConnections } from '../../../platform/http/mostConnections.js';

describe('mostConnections', () => {
  it('leaves files for what the process itself opens', () => {
    expect(mostConnections(1, 4_096)).to.equal(3_496);
  });

  it('counts a connection twice that is relayed by another one', () => {
    expect(mostConnections(2, 4_096)).to.equal(1_748);
  });

  it('leaves half of few files', () => {
    expect(mostConnections(1, 256)).to.equal(128);
  });

  it('is bounded without a limit of open files, and with a high one', () => {
    expect(mostConnections(1, null)).to.equal(20_000);
    expect(mostConnections(1, 1_048_576)).to.equal(20_000);
  });
});
