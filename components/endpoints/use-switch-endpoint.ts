"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failureMessage, queryKeys, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import { endpoint as endpointContract, type Endpoint } from "@/lib/contracts/endpoints";

/** Enables or disables an endpoint. */
export function useSwitchEndpoint() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ endpoint, enabled }: { endpoint: Endpoint; enabled: boolean }) =>
      request("PATCH", `/api/endpoints/${endpoint.id}`, endpointContract, { body: { enabled } }),
    onError: (failure, { endpoint, enabled }) =>
      toast.error(`${endpoint.name} could not be ${enabled ? "enabled" : "disabled"}`, {
        description: failureMessage(failure),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.endpoints }),
  });
}
