import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { asyncApiDocument } from '../../contracts/asyncapi/index.js';
import { deadLetterTopic, topics, type Topic } from '../../contracts/messages/index.js';
import { catalogueEvents, socketEvents } from '../../contracts/socket/index.js';
import { documentFiles } from '../../operations/documentFiles.js';
import { deadLetterHeaders } from '../../platform/messaging/deadLetters/deadLetterHeaders.js';
import { root } from '../architecture/repository.js';
import { createCompiler, type Json } from './documentedAnswers.js';

type Message = Readonly<{ payload: Json; headers: Json }>;

type Document = Json &
  Readonly<{
    asyncapi: string;
    channels: Readonly<Record<string, Readonly<{ address: string; messages: Json }>>>;
    operations: Readonly<Record<string, Readonly<{ action: string; channel: Json }>>>;
    components: Readonly<{ messages: Readonly<Record<string, Message>> }>;
  }>;

const document = asyncApiDocument() as Document;
const names = Object.keys(topics) as Topic[];

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];

  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
};

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);

describe('documents: AsyncAPI', () => {
  it('is version 3, and every reference leads somewhere', () => {
    const refs = refsIn(document);

    expect(document.asyncapi).to.equal('3.0.0');
    expect(refs.length).to.be.greaterThan(20);
    for (const ref of refs) expect(at(ref), ref).to.be.an('object');
  });

  it('has a channel for every topic, its dead letters and the sockets, and no other', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);

    expect(addresses).to.have.members([
      ...names,
      ...names.map(deadLetterTopic),
      '/socket.io',
      '/catalogue',
    ]);
  });

  it('has every message type of every topic, and every socket event', () => {
    for (const topic of names)
      expect(document.channels[topic]?.messages).to.have.all.keys(Object.keys(topics[topic]));
    expect(document.channels['socket']?.messages).to.have.all.keys([
      ...Object.keys(socketEvents.serverToClient),
      ...Object.keys(socketEvents.clientToServer),
    ]);
  });

  it('has of the visitors’ namespace the events that it serves, and no other', () => {
    const [sent, received] = [
      Object.keys(catalogueEvents.serverToClient),
      Object.keys(catalogueEvents.clientToServer),
    ];

    expect(sent).to.deep.equal(['stock.update']);
    expect(received).to.deep.equal(['watch']);
    expect(document.channels['catalogue']?.messages).to.have.all.keys([...sent, ...received]);
    expect(document.operations['catalogue.push.stock.update']).to.include({ action: 'send' });
    expect(document.operations['catalogue.hear.watch']).to.include({ action: 'receive' });
  });

  it('says of each socket event who sends it', () => {
    const actions = (action: string) =>
      Object.entries(document.operations)
        .filter(([name, operation]) => /^(push|hear)\./.test(name) && operation.action === action)
        .map(([name]) => name.slice('push.'.length));

    expect(actions('send')).to.have.members(Object.keys(socketEvents.serverToClient));
    expect(actions('receive')).to.have.members(Object.keys(socketEvents.clientToServer));
  });

  it('has the headers that dead letters get', () => {
    expect(document.components.messages['deadLetter']?.headers['properties']).to.have.all.keys([
      ...deadLetterHeaders,
    ]);
  });

  it('accepts what the schemas accept, and refuses what they refuse', () => {
    const compile = createCompiler();
    const payload = (name: string) => compile(document.components.messages[name]?.payload ?? {});
    const id = '3b52d0a0-9a57-4f4e-8c9d-1b606f1a7c0e';
    const update = {
      cursor: 1,
      type: 'order.update',
      payment: { status: 'NONE' },
      orderId: id,
      status: 'CONFIRMED',
      inventoryStatus: 'RESERVED',
      message: 'Your order is confirmed',
      occurredAt: '2026-11-21T10:00:00.000Z',
    };

    expect(payload('order.update')(update)).to.equal(true);
    expect(payload('order.update')({ ...update, cursor: 0 })).to.equal(false);
    expect(payload('watch')({ productIds: [id] })).to.equal(true);
    expect(payload('watch')({ productIds: Array(101).fill(id) })).to.equal(false);
    expect(payload('order.created')({ orderId: id })).to.equal(false);
  });
});

describe('documents: files of the repository', () => {
  const written = documentFiles();

  for (const path of ['docs/reference/asyncapi.yaml', 'postman.json', 'web/client/apiTypes.ts'])
    it(`${path} is what "npm run documents" would write`, async () => {
      expect(readFileSync(join(root, path), 'utf8')).to.equal((await written)[path]);
    }).timeout(30_000);

  it('hold the AsyncAPI document as it is', () => {
    expect(parse(readFileSync(join(root, 'docs/reference/asyncapi.yaml'), 'utf8'))).to.deep.equal(
      document,
    );
  });
});
