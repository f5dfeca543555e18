import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { type EmptyMessage, features, StreamsService, type SupportedMethods } from './wire.js';

/** The version whose recorded responses this node is held to. */
export const reportedVersion = '24.2.0';

const featuresOfMethods: Readonly<Record<string, readonly string[]>> = {
  read: ['position', 'events'],
  batchappend: ['deadline_duration'],
};

const otherMethods = [
  { service: 'event_store.client.gossip.gossip', method: 'read' },
  { service: 'event_store.client.server_features.serverfeatures', method: 'getsupportedmethods' },
];

/**
 * ServerFeatures: what clients may use. Without it they fall back to one classic append per call.
 */
export const getSupportedMethods = (
  _call: ServerUnaryCall<EmptyMessage, SupportedMethods>,
  callback: sendUnaryData<SupportedMethods>,
): void => {
  const message = new features.SupportedMethods();
  message.setEventStoreServerVersion(reportedVersion);
  for (const { path } of Object.values(StreamsService) as { path: string }[]) {
    const [, service = '', method = ''] = path.toLowerCase().split('/');
    message.addMethods(methodMessage(service, method));
  }
  for (const { service, method } of otherMethods)
    message.addMethods(methodMessage(service, method));
  callback(null, message);
};

const methodMessage = (
  service: string,
  method: string,
): InstanceType<typeof features.SupportedMethod> => {
  const message = new features.SupportedMethod();
  message.setServiceName(service);
  message.setMethodName(method);
  if (service.endsWith('.streams')) message.setFeaturesList([...(featuresOfMethods[method] ?? [])]);

  return message;
};
