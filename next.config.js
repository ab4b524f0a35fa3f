/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "bullmq", "ioredis", "pg-copy-streams", "@marcbachmann/cel-js", "liquidjs"],
};

export default config;
