export { isRecorded, recordSpan, serviceOf, spanTime, startSpan, type Span } from './spans.js';
export { startTracing } from './startTracing.js';
export { isTraceparent } from './traceparent.js';
