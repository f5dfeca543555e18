import jspb from 'google-protobuf';

/**
 * The client hands JSON to protobuf as Base64, which protobuf decodes letter by letter, and twice
 * per append: to size the event and to send it. Node's own decoder takes a twentieth of the time.
 * For the whole process, once.
 */
export const decodeBase64Natively = (): void => {
  const decode = jspb.Message.bytesAsU8.bind(jspb.Message);
  jspb.Message.bytesAsU8 = (value) =>
    typeof value === 'string' ? Buffer.from(value, 'base64') : decode(value);
};
