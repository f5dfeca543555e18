# syntax=docker/dockerfile:1
# One image for every service: the command chooses, dist/services/<name>/main.js.
#   docker build --build-arg VERSION=0.1.0 --build-arg REVISION="$(git rev-parse HEAD)" -t quicksale:0.1.0 .
#   docker run --read-only --env-file orders.env quicksale:0.1.0 dist/services/orders/main.js

FROM node:22.21.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# no package needs its install script to be built or run here
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# the optional packages are the servers of npm start, which no service uses
RUN npm run build && \
    npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && \
    rm -rf dist/embedded dist/build.tsbuildinfo

FROM node:22.21.1-bookworm-slim AS run
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="quicksale" \
      org.opencontainers.image.description="Event-sourced flash-sale backend" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# nothing installs packages at run time
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production HOST=0.0.0.0
# the user "node" of the base image, by number for runAsNonRoot; owns nothing in /app
USER 1000:1000
EXPOSE 3000 3001 3002 3003 3004 3005 3006 3007
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "dist/operations/health/check.js"]
ENTRYPOINT ["node"]
CMD ["dist/services/gateway/main.js"]
