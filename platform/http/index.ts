export { changeHeaders, type HttpAnswer, sendAnswer } from './output/answer.js';
export { toHandler } from './express/useCaseHandler.js';
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
export { beforeHoldBack } from './frame/beforeHoldBack.js';
export { clientAddressOf } from './frame/clientAddress.js';
export { assignContext, type RequestContext } from './frame/context.js';
export { createObserver } from './frame/observer.js';
export { methodNotAllowed, refuse } from './frame/refuse.js';
export { createRequestFrame, type Handle, type Header } from './frame/requestFrame.js';
export { timeLimitHeader } from './frame/timeLimit.js';
export { hasBody, readBody, requireJson, signedBodyOf } from './input/body.js';
export { commandContextOf } from './input/commandContext.js';
export { parseJson } from './input/json.js';
export {
  minPositionOf,
  requiredIdempotencyKeyOf,
  ifMatchOf,
  requiredIfMatchOf,
} from './input/requestHeaders.js';
export { parse, parseBody, parseParams, parseQuery } from './input/validate.js';
export { operationRoutes } from './operations.js';
export { createErrorTranslator } from './output/errorTranslator.js';
export { Problem, problem } from './output/problem.js';
export { toProblem, unavailable } from './output/toProblem.js';
export { sendJson, sendProblem, toRawResponse } from './output/send.js';
export { startHttpServer, type HttpServer } from './server.js';
