import express from 'express';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { generateHTML, serve } from 'swagger-ui-express';
import { openApiDocument, postmanCollection } from '../../../contracts/openapi/index.js';

type DocumentRoute = (request: IncomingMessage, response: ServerResponse) => void;

/** Public routes of the API's documents: `/openapi.json`, `/postman.json`, `/docs` (Swagger UI). */
export const documentRoutes = (): Readonly<Record<string, DocumentRoute>> => ({
  '/openapi.json': sendText('application/json', () => JSON.stringify(openApiDocument())),
  '/postman.json': sendText('application/json', () => JSON.stringify(postmanCollection())),
  ...swaggerUi(),
});

/** `text` is made for the first request and kept. */
const sendText = (type: string, text: () => string): DocumentRoute => {
  let bytes: Buffer | null = null;

  return ({ method }, response) => {
    bytes ??= Buffer.from(text());
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    response.setHeader('Content-Length', bytes.length);
    response.end(method === 'HEAD' ? undefined : bytes);
  };
};

const root = '/docs';

/** All that the page loads; nothing else of the folder is served. */
const assets = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'swagger-ui-init.js',
  'favicon-16x16.png',
  'favicon-32x32.png',
];

const swaggerUi = (): Readonly<Record<string, DocumentRoute>> => {
  // Its links are relative, which would be wrong for a path without a final slash.
  const page = generateHTML(undefined, options).replaceAll('"./', `"${root}/`);
  const sendPage = sendText('text/html', () => page);
  const files = express().disable('x-powered-by').use(root, serve) as RequestListener;

  const protectedPage: DocumentRoute = (request, response) => {
    response.setHeader('Content-Security-Policy', policy);
    sendPage(request, response);
  };
  const sendAsset: DocumentRoute = (request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600');
    files(request, response);
  };

  return {
    [root]: protectedPage,
    [`${root}/`]: protectedPage,
    ...Object.fromEntries(assets.map((asset) => [`${root}/${asset}`, sendAsset])),
  };
};

const options = {
  customSiteTitle: 'QuickSale API',
  swaggerUrl: '/openapi.json',
  // the validator would be a server on the internet
  swaggerOptions: { validatorUrl: null, docExpansion: 'list', displayRequestDuration: true },
};

/** Swagger UI styles its elements inline; scripts come from here alone. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
