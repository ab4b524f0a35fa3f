import { createToken, listTokens, revokeToken } from "@/lib/services/tokens/manage-tokens";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindTokens({ members, projects, tokens, clock, newId, newToken, hash }: Resources) {
  const ports = { members, projects, tokens, clock };
  return {
    listTokens: bind(listTokens, ports),
    createToken: bind(createToken, { ...ports, newId, newToken, hash }),
    revokeToken: bind(revokeToken, ports),
  };
}
