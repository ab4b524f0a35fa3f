"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { queryKeys, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import { endpoint as endpointContract, type Endpoint } from "@/lib/contracts/endpoints";
import { toInput, type EndpointForm } from "./endpoint-form-values";

const saved = z.object({ endpoint: endpointContract, notice: z.string().nullable() });

/** Adds an endpoint, or changes the one given. */
export function useSaveEndpoint(endpoint: Endpoint | null, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: EndpointForm) => {
      const body = toInput(values);
      return endpoint === null ? request("POST", "/api/endpoints", saved, { body }) : request("PUT", `/api/endpoints/${endpoint.id}`, saved, { body });
    },
    onSuccess: async ({ endpoint: { name }, notice }) => {
      await client.invalidateQueries({ queryKey: queryKeys.endpoints });
      toast.success(endpoint === null ? `${name} was added` : `${name} was saved`, notice === null ? {} : { description: notice });
      onSaved();
    },
  });
}
