// Some registry mirrors lack the optional packages of other platforms. npm then omits them from
// package-lock.json, and `npm ci` refuses the lock on machines with access to them ("Missing: …
// from lock file"). This adds an entry without integrity for every exactly pinned optional
// dependency that the lock lacks.
import { readFileSync, writeFileSync } from "node:fs";

const OPERATING_SYSTEMS = new Map(
  Object.entries({
    darwin: "darwin",
    win32: "win32",
    windows: "win32",
    win: "win32",
    linux: "linux",
    android: "android",
    freebsd: "freebsd",
    openharmony: "openharmony",
    netbsd: "netbsd",
    openbsd: "openbsd",
    sunos: "sunos",
    aix: "aix",
  }),
);
const PROCESSORS = new Map(
  Object.entries({
    x64: "x64",
    arm64: "arm64",
    arm: "arm",
    armv7: "arm",
    ia32: "ia32",
    ppc64: "ppc64",
    riscv64: "riscv64",
    s390x: "s390x",
    loong64: "loong64",
    wasm32: "wasm32",
    mips64el: "mips64el",
  }),
);

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

/** Node's own resolution: next to the dependant, then in every parent folder. */
function isLocked(dependant, name) {
  for (let folder = dependant; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    if (lock.packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
    if (!folder.includes("/node_modules/")) return isLocked("", name);
  }
}

let added = 0;
for (const [dependant, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(dependant, name)) continue;
    const nameParts = name.replace(/^@[^/]+\//, "").split(/[-_]/);
    const os = nameParts.map((part) => OPERATING_SYSTEMS.get(part)).find(Boolean);
    const cpu = nameParts.map((part) => PROCESSORS.get(part)).find(Boolean);
    if (!os && !cpu) continue;
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ""),
      ...(cpu && { cpu: [cpu] }),
      optional: true,
      ...(os && { os: [os] }),
      ...(entry.dev && { dev: true }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} platform packages added`);
