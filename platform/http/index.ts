export { createHttpApp, type HttpAppOptions } from './app.js';
export {
  authenticate,
  requireAdmin,
  requireUser,
  tokenMissing,
  tokenRefused,
  userIfAny,
  type Principal,
  type Role,
  type TokenVerifier,
} from './authentication.js';
export { hasBody, largestBody, readBody, readJson } from './body.js';
export { parseJson } from './json.js';
export { commandContextOf } from './commandContext.js';
export { assignContext, openContext, type RequestContext } from './context.js';
export { toProblem, unavailable } from './errors.js';
export { methodNotAllowed, refusalOf } from './guards.js';
export { createObserver, type Observer } from './observe.js';
export { operationRoutes, type ReadinessChecks } from './operations.js';
export { Problem, problem, toProblemDocument, type FieldError } from './problem.js';
export {
  idempotencyKeyOf,
  minPositionOf,
  requiredIdempotencyKeyOf,
  requiredIfMatchOf,
} from './requestHeaders.js';
export { sendJson, sendProblem, toRawAnswer } from './send.js';
export { startHttpServer, type HttpServer } from './server.js';
export { parse, parseBody, parseParams, parseQuery, validationFailed } from './validate.js';
