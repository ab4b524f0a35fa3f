import { spawnSync } from "node:child_process";
import { createServer, connect, type Server, type Socket } from "node:net";

/**
 * A network namespace that stands for another machine and can reach only some ports of this one.
 */
export type Machine = {
  /** Name of this machine as seen from there. */
  readonly host: string;
  /** Command prefix that runs a command there. */
  readonly command: readonly string[];
  close(): void;
};

const ip = (words: string): boolean =>
  spawnSync("ip", words.split(" "), { stdio: "ignore" }).status === 0;

/**
 * Whether this process may create network namespaces: as root on Linux, with iproute2 installed.
 */
export function canMakeMachines(): boolean {
  const name = `microcosm-${process.pid}`;
  return ip(`netns add ${name}`) && ip(`netns del ${name}`);
}

/**
 * Opens namespace `number` (0 to 63) of this process. `ports` are those of servers on this
 * machine's loopback interface.
 */
export async function openMachine(number: number, ports: readonly number[]): Promise<Machine> {
  const name = `microcosm-${process.pid}-${number}`;
  const [inside, outside] = [`mi${process.pid}${number}`, `mo${process.pid}${number}`];
  // 198.18.0.0/15 is reserved for tests of networks (RFC 2544).
  const network = `198.18.${process.pid % 256}`;
  const [host, address] = [`${network}.${number * 4 + 1}`, `${network}.${number * 4 + 2}`];
  const words = [
    `netns add ${name}`,
    `link add ${outside} type veth peer name ${inside} netns ${name}`,
    `addr add ${host}/30 dev ${outside}`,
    `link set ${outside} up`,
    `-n ${name} addr add ${address}/30 dev ${inside}`,
    `-n ${name} link set ${inside} up`,
    `-n ${name} link set lo up`,
    // All addresses of this machine, not only the one at the other end of the link.
    `-n ${name} route add default via ${host}`,
  ];
  const failed = words.find((line) => !ip(line));
  if (failed !== undefined) throw new Error(`ip ${failed}: failed`);
  const doors = await Promise.all(ports.map((port) => openDoor(host, port)));
  return {
    host,
    command: ["ip", "netns", "exec", name],
    close() {
      for (const close of doors) close();
      ip(`netns del ${name}`);
    },
  };
}

/** Forwards connections to a port of an address to the same port of the loopback interface. */
async function openDoor(host: string, port: number): Promise<() => void> {
  const open = new Set<Socket>();
  const server: Server = createServer((guest) => {
    const behind = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [guest, behind],
      [behind, guest],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => open.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(port, host, resolve),
  );
  return () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
}
