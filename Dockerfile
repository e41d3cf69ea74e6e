# One image, every role: `docker run … api`, `worker`, `projector`, `migrate`. Not root, and nothing is written but to /tmp and volumes.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY web/package.json ./web/
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error
COPY . .
# Compiles, and bundles the workflow: nothing is built when a container starts.
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error

FROM node:24-bookworm-slim
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# A new volume takes the owner of the folder that it is mounted on.
RUN mkdir -p /secrets/application /secrets/database /secrets/temporal /backup /data && chown node:node /secrets/* /backup /data
USER node
EXPOSE 3000
ENTRYPOINT ["node", "dist/src/main.js"]
CMD ["--help"]
