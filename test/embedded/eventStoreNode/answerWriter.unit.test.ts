import { expect } from 'chai';
import { answerWriter } from '../../../embedded/eventStoreNode/grpc/writes/answerWriter.js';

describe('The answers of a call', () => {
  const open = (state: Readonly<{ writableEnded: boolean }>) => {
    const log: string[] = [];
    const frames: Buffer[] = [];
    const stream = {
      destroyed: false,
      ...state,
      write: (frame: Buffer, callback: () => void) => {
        log.push('frame');
        frames.push(frame);
        callback();
      },
    };
    const call = {
      call: { nextCall: { nextCall: { stream } } },
      sendMetadata: () => log.push('metadata'),
    };

    return { write: answerWriter(call), log, frames };
  };

  it('are framed as gRPC has it, behind the metadata', () => {
    const { write, log, frames } = open({ writableEnded: false });
    const answer = Buffer.alloc(300, 'x');
    write(answer, () => log.push('taken'));
    write(Buffer.from('y'), () => log.push('taken'));

    expect(log).to.deep.equal(['metadata', 'frame', 'taken', 'frame', 'taken']);
    expect(frames[0]).to.deep.equal(
      Buffer.concat([Buffer.from([0, 0, 0, 1, 44]), Buffer.alloc(300, 'x')]),
    );
    expect(frames[1]).to.deep.equal(Buffer.from([0, 0, 0, 0, 1, 121]));
  });

  it('are dropped when the call has ended', () => {
    const { write, log } = open({ writableEnded: true });
    write(Buffer.from('x'), () => log.push('taken'));

    expect(log).to.deep.equal(['taken']);
  });
});
