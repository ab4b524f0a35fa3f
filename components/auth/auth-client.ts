"use client";

import { createAuthClient } from "better-auth/react";

/** Signing in and out; everything else about accounts goes through the API. */
export const authClient = createAuthClient();
