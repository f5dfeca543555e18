export { createHttpApp, type HttpAppOptions } from './express/app.js';
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
} from './frame/authentication.js';
export { hasBody, largestBody, readBody, readJson } from './input/body.js';
export { parseJson } from './input/json.js';
export { commandContextOf } from './input/commandContext.js';
export { assignContext, openContext, type RequestContext } from './frame/context.js';
export { toProblem, unavailable } from './problems/toProblem.js';
export { methodNotAllowed, refusalOf } from './frame/refusal.js';
export { createObserver, type Observer } from './frame/observer.js';
export { operationRoutes, type ReadinessChecks } from './operations.js';
export { Problem, problem, toProblemDocument, type FieldError } from './problems/problem.js';
export {
  idempotencyKeyOf,
  minPositionOf,
  requiredIdempotencyKeyOf,
  requiredIfMatchOf,
} from './input/requestHeaders.js';
export { sendJson, sendProblem, toRawAnswer } from './send.js';
export { startHttpServer, type HttpServer } from './server.js';
export { parse, parseBody, parseParams, parseQuery, validationFailed } from './input/validate.js';
