export { changeHeaders, type HttpAnswer, sendAnswer } from './answer.js';
export { toHandler, type UseCase } from './express/useCaseHandler.js';
export { createHttpApp, type HotRoute, type HttpAppOptions } from './express/app.js';
export {
  authenticate,
  requireAdmin,
  requireUser,
  tokenRefused,
  userIfAny,
  type Principal,
  type Role,
  type TokenVerifier,
} from './frame/authentication.js';
export { assignContext, type RequestContext } from './frame/context.js';
export { createObserver, type Observer } from './frame/observer.js';
export { methodNotAllowed, refuse } from './frame/refuse.js';
export { createRequestFrame, type Handle, type Header } from './frame/requestFrame.js';
export { hasBody, readBody } from './input/body.js';
export { commandContextOf } from './input/commandContext.js';
export { parseJson } from './input/json.js';
export {
  idempotencyKeyOf,
  minPositionOf,
  requiredIdempotencyKeyOf,
  requiredIfMatchOf,
} from './input/requestHeaders.js';
export { parse, parseBody, parseParams, parseQuery, validationFailed } from './input/validate.js';
export { operationRoutes, type ReadinessChecks } from './operations.js';
export { createErrorTranslator, type ErrorTranslator } from './problems/errorTranslator.js';
export { Problem, problem, type FieldError } from './problems/problem.js';
export { toProblem, unavailable } from './problems/toProblem.js';
export { sendJson, sendProblem, toRawResponse } from './send.js';
export { startHttpServer, type HttpServer } from './server.js';
