# One image for every part of Microcosm: app, workers, demo model, command line. compose.yaml says which runs what.
FROM node:22-bookworm-slim AS build
WORKDIR /srv/microcosm
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --omit=dev
COPY . .
RUN npm run build && rm -rf .next/cache

FROM node:22-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends tini ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/microcosm
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 DATA_DIR=/var/lib/microcosm
COPY --from=build --chown=node:node /srv/microcosm ./
RUN install -d -o node -g node /var/lib/microcosm
USER node
VOLUME /var/lib/microcosm
EXPOSE 3000
# Signals reach the program, and what it leaves behind is reaped.
ENTRYPOINT ["tini", "--"]
CMD ["npm", "run", "app"]
