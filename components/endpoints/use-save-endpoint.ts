"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryKeys, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import { savedEndpoint, type Endpoint, type SavedEndpoint } from "@/lib/contracts/endpoints";
import { toEndpointInput, type EndpointForm } from "./endpoint-form-values";

/** Adds an endpoint, or changes the given one. */
export function useSaveEndpoint(endpoint: Endpoint | null, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: EndpointForm) => {
      const body = toEndpointInput(values);
      return endpoint === null
        ? request("POST", "/api/endpoints", savedEndpoint, { body })
        : request("PUT", `/api/endpoints/${endpoint.id}`, savedEndpoint, { body });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: queryKeys.endpoints });
      announce(saved, endpoint === null ? "added" : "saved");
      onSaved();
    },
  });
}

function announce({ endpoint: { name }, notice, probe }: SavedEndpoint, done: string): void {
  const more = notice === null ? {} : { description: notice };
  if (probe?.ok === false)
    toast.error(`${name} was ${done}, but its test failed`, {
      description: [notice ?? "", probe.message].join(" ").trim(),
    });
  else if (probe?.ok === true && probe.isDemo)
    toast.info(`${name} was ${done}. It is the demo model, not an LLM`, more);
  else toast.success(`${name} was ${done}`, more);
}
